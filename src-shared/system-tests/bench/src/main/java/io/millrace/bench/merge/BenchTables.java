package io.millrace.bench.merge;

import java.nio.file.Path;
import java.time.Duration;

import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableShape;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;

/** Opens tables as stream-service does, and fails when a merge does not commit. */
final class BenchTables {
    private static final long INDEX_BYTES = 256L << 20;

    private BenchTables() {}

    static EventTable open(Path folder, TableShape shape) {
        return EventTables.open(folder, shape,
                new WriterOptions("bench", Duration.ofDays(30), INDEX_BYTES));
    }

    static MergeOutcome.Merged merge(EventTable table, MicroBatch batch) {
        return switch (table.merge(batch)) {
            case MergeOutcome.Merged committed -> committed;
            case MergeOutcome.AlreadyMerged other -> throw new IllegalStateException("not merged: " + other);
            case MergeOutcome.OffsetGap other -> throw new IllegalStateException("not merged: " + other);
        };
    }
}
