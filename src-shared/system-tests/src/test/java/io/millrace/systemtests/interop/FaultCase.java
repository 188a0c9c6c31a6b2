package io.millrace.systemtests.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.millrace.launcher.local.RowText;
import io.millrace.table.Fixture;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.DamagedTables;
import io.millrace.table.internal.DamagedTables.Damage;
import io.millrace.table.internal.DamagedTables.Damaged;
import io.millrace.table.internal.FaultTables;
import org.jspecify.annotations.Nullable;

/**
 * A table that a fault left, and what other readers make of it.
 *
 * @param name
 *            the fault, and whether a writer continued afterwards
 * @param folder
 *            where it is
 * @param standalone
 *            what delta-standalone makes of it; its rows are without timestamps
 * @param spark
 *            what Spark makes of it
 */
record FaultCase(String name, Path folder, Sight standalone, Sight spark) {
    private static final Logger KERNEL = Logger.getLogger("io.delta");

    /** What a reader makes of a table. */
    sealed interface Sight {
        /**
         * It reads it.
         *
         * @param version
         *            the newest version that it sees
         * @param rows
         *            the rows, sorted
         */
        record Rows(long version, List<String> rows) implements Sight {}

        /** It refuses it. */
        record Refusal() implements Sight {}
    }

    /** How much a reader sees of a damaged table. */
    private enum Seen {
        ALL, NOTHING, ALL_BUT_THE_LAST_COMMIT
    }

    /** Makes the tables, below a folder. */
    static List<FaultCase> write(Path folder) throws IOException {
        KERNEL.setLevel(Level.WARNING); // it logs every step, and there are thousands
        List<FaultCase> cases = new ArrayList<>();
        for (FaultTables.Left left : FaultTables.write(folder.resolve("faults"))) {
            cases.add(whole(left));
        }
        for (Damaged damaged : DamagedTables.write(folder.resolve("damage"))) {
            cases.add(new FaultCase(damaged.asItIs().name(), damaged.asItIs().folder(),
                    sight(damaged, byStandalone(damaged.damage()), false),
                    sight(damaged, bySpark(damaged.damage()), true)));
            cases.add(whole(damaged.mended()));
        }
        return cases;
    }

    /** A checkpoint that the hint names and that is no good is an error to it, though the log before it is whole. */
    private static Seen byStandalone(Damage damage) {
        return switch (damage) {
            case HINT_CUT, HINT_GARBAGE, HINT_EMPTY, HINT_GONE -> Seen.ALL;
            case CHECKPOINT_CUT, CHECKPOINT_GARBAGE, CHECKPOINT_EMPTY, CHECKPOINT_GONE -> Seen.NOTHING;
            case LAST_COMMIT_CUT, LAST_COMMIT_GARBAGE, COMMIT_IN_THE_MIDDLE_GONE -> Seen.NOTHING;
            case LAST_COMMIT_EMPTY -> Seen.ALL_BUT_THE_LAST_COMMIT;
        };
    }

    /** A checkpoint that is no good makes it read the log before it, which in these tables is whole. */
    private static Seen bySpark(Damage damage) {
        return switch (damage) {
            case HINT_CUT, HINT_GARBAGE, HINT_EMPTY, HINT_GONE -> Seen.ALL;
            case CHECKPOINT_CUT, CHECKPOINT_GARBAGE, CHECKPOINT_EMPTY, CHECKPOINT_GONE -> Seen.ALL;
            case LAST_COMMIT_CUT, LAST_COMMIT_GARBAGE, COMMIT_IN_THE_MIDDLE_GONE -> Seen.NOTHING;
            case LAST_COMMIT_EMPTY -> Seen.ALL_BUT_THE_LAST_COMMIT;
        };
    }

    private static FaultCase whole(FaultTables.Left left) {
        return new FaultCase(left.name(), left.folder(), new Sight.Rows(left.version(), text(left.rows(), false)),
                new Sight.Rows(left.version(), text(left.rows(), true)));
    }

    private static Sight sight(Damaged damaged, Seen seen, boolean timestamps) {
        long version = damaged.asItIs().version();
        return switch (seen) {
            case ALL -> new Sight.Rows(version, text(damaged.asItIs().rows(), timestamps));
            case ALL_BUT_THE_LAST_COMMIT -> new Sight.Rows(version, text(damaged.withoutLastCommit(), timestamps));
            case NOTHING -> new Sight.Refusal();
        };
    }

    private static List<String> text(List<Map<String, @Nullable Object>> rows, boolean timestamps) {
        List<Column> columns = Fixture.SHAPE.columns().stream()
                .filter(column -> timestamps || !(column.type() instanceof ColumnType.Timestamp)).toList();
        return rows.stream().map(row -> RowText.of(columns, row)).sorted().toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
