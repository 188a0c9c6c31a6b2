package io.millrace.bench.merge;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;

import io.millrace.table.EventTable;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fills a table with events 0 to {@code rows}, in a process of its own: so that memory left by filling is not measured. */
@Command(name = "fill-table", hidden = true)
public final class TableFilling implements Callable<Integer> {
    private static final int BATCH = 100_000;

    @Parameters(index = "0")
    private Path folder = Path.of("");
    @Parameters(index = "1")
    private long rows;
    @Option(names = "--revised")
    private boolean revised;

    @Override
    public Integer call() {
        TableShape shape = revised ? BenchEvents.revisedShape() : BenchEvents.shape();
        try (EventTable table = BenchTables.open(folder, shape)) {
            for (long from = 0; from < rows; from += BATCH) {
                long until = Math.min(rows, from + BATCH);
                long[] numbers = LongStream.range(from, until).toArray();
                MicroBatch batch = revised
                        ? BenchEvents.revised(shape, from, numbers, 0)
                        : BenchEvents.batch(shape, from, numbers);
                BenchTables.merge(table, batch);
            }
        }
        return 0;
    }
}
