package io.millrace.table;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.factory.EventTables;

/**
 * Makes a table, merges, rewrites, checkpoints, compacts and reloads; what the JVM loads for it is looked at by
 * {@link CanaryTest}. Arguments: a folder, or the address of an S3 server, a bucket and a prefix; then a class to drag in.
 */
final class CanaryMain {
    /** Before the path of a native library that is mapped when all is done. */
    static final String MAPPED = "mapped ";
    /** The file in which Linux lists mapped memory. */
    static final Path MAPS = Path.of("/proc/self/maps");
    private static final int COMMITS = 21;

    private CanaryMain() {}

    public static void main(String[] arguments) throws Exception {
        boolean s3 = arguments[0].startsWith("http");
        TableLocation location = s3
                ? new TableLocation.S3Bucket(arguments[1], arguments[2],
                        new S3Options(Optional.of(URI.create(arguments[0])), Optional.of("canary"), true))
                : new TableLocation.Folder(Path.of(arguments[0]));
        use(location);
        if (arguments.length > (s3 ? 3 : 1)) {
            Class.forName(arguments[s3 ? 3 : 1]);
        }
        nativeLibraries();
    }

    private static void use(TableLocation location) {
        try (EventTable table = Fixture.open(location, "canary")) {
            for (int i = 0; i < COMMITS; i++) {
                table.merge(Fixture.batch(0, i, Visit.of("pk" + i % 5, "1").revised(i, i)));
            }
            table.merge(Fixture.batch(0, COMMITS, Visit.of("late", "1").at(Fixture.NOW - 3 * Fixture.DAY, "us")));
        }
        try (TableMaintenance upkeep = EventTables.maintenance(location, Fixture.SHAPE, new MaintenanceOptions("canary",
                1 << 20, 2, 8 << 20, Duration.ofDays(7), Duration.ofDays(7)))) {
            require(upkeep.compact().filesIn() > 1, "nothing was compacted");
            upkeep.vacuum();
            upkeep.cleanUpLog();
        }
        try (EventTable reopened = Fixture.open(location, "canary")) {
            require(reopened.status().lastCheckpoint() > 0, "no checkpoint was written");
            reopened.merge(Fixture.batch(0, COMMITS + 1, Visit.of("pk1", "1"), Visit.of("new", "1")));
        }
        require(Fixture.column(location, "pk").size() == 7, "rows are missing, or doubled");
    }

    private static void nativeLibraries() throws IOException {
        if (Files.exists(MAPS)) {
            try (Stream<String> maps = Files.lines(MAPS)) {
                maps.filter(line -> line.contains(".so") && line.contains("/"))
                        .map(line -> line.substring(line.indexOf('/'))).distinct()
                        .forEach(path -> System.out.println(MAPPED + path));
            }
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
