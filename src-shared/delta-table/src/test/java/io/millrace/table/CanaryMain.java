package io.millrace.table;

import java.nio.file.Path;

import io.millrace.table.Fixture.Visit;

/** Makes a table, merges, rewrites and checkpoints; what the JVM loads for it is looked at by {@link CanaryTest}. */
final class CanaryMain {
    private static final int COMMITS = 21;

    private CanaryMain() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try (EventTable table = Fixture.open(folder, "canary")) {
            for (int i = 0; i < COMMITS; i++) {
                table.merge(Fixture.batch(0, i, Visit.of("pk" + i % 5, "1").revised(i, i)));
            }
        }
        try (EventTable reopened = Fixture.open(folder, "canary")) {
            if (reopened.status().lastCheckpoint() < 0 || Fixture.column(folder, "pk").size() != 5) {
                throw new IllegalStateException("no checkpoint was written, or rows are missing");
            }
        }
    }
}
