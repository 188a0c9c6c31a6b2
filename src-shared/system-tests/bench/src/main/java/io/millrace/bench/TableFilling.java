package io.millrace.bench;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;

import io.millrace.table.EventTable;
import io.millrace.table.MicroBatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Fills a table with events 0 to {@code rows}, in a process of its own: what filling leaves in memory is not measured. */
@Command(name = "fill-table", hidden = true)
final class TableFilling implements Callable<Integer> {
    private static final int BATCH = 100_000;

    @Parameters(index = "0")
    private Path folder = Path.of("");
    @Parameters(index = "1")
    private long rows;

    @Override
    public Integer call() {
        try (EventTable table = BenchTables.open(folder, BenchEvents.shape())) {
            for (long from = 0; from < rows; from += BATCH) {
                long until = Math.min(rows, from + BATCH);
                MicroBatch batch = BenchEvents.batch(BenchEvents.shape(), from,
                        LongStream.range(from, until).toArray());
                BenchTables.merge(table, batch);
            }
        }
        return 0;
    }
}
