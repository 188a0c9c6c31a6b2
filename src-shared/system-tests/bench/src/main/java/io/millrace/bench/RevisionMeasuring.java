package io.millrace.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures batches in which every event revises a row that the table has. Prints one line of JSON. */
@Command(name = "measure-revisions", hidden = true)
final class RevisionMeasuring implements Callable<Integer> {
    /** One key in so many is hot. */
    private static final int HOT_IN = 50;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Option(names = "--folder", required = true)
    private Path folder = Path.of("");
    @Option(names = "--rows", required = true)
    private long rows;
    @Option(names = "--batch", required = true)
    private int batch;
    @Option(names = "--rounds", required = true)
    private int rounds;
    @Option(names = "--warm-up", required = true)
    private int warmUp;

    private final SplittableRandom random = new SplittableRandom(11);
    private long revision;

    @Override
    public Integer call() throws IOException {
        ObjectNode result = new ObjectMapper().createObjectNode();
        TableShape shape = BenchEvents.revisedShape();
        try (EventTable table = BenchTables.open(folder, shape)) {
            result.put("revisions_hot_rows_per_cpu_s", Math.round(median(table, shape, rows / HOT_IN)));
            result.put("revisions_random_rows_per_cpu_s", Math.round(median(table, shape, rows)));
        }
        result.put("peak_rss_mb", Figures.peakRssMebibytes());
        System.out.println(result);
        return 0;
    }

    private double median(EventTable table, TableShape shape, long keys) {
        List<Double> rowsPerCpuSecond = new ArrayList<>();
        for (int round = -warmUp; round < rounds; round++) {
            long[] numbers = random.longs(batch, 0, keys).distinct().map(n -> n * (rows / keys)).toArray();
            long offset = table.watermark(new SourcePartition(BenchEvents.TOPIC_ID, BenchEvents.PARTITION)).orElse(0);
            MicroBatch revised = BenchEvents.revised(shape, offset, numbers, ++revision);
            long before = THREADS.getCurrentThreadCpuTime();
            MergeOutcome.Committed outcome = BenchTables.merge(table, revised);
            long nanos = THREADS.getCurrentThreadCpuTime() - before;
            if (outcome.replaced() != numbers.length) {
                throw new IllegalStateException(
                        "of " + numbers.length + " rows " + outcome.replaced() + " were replaced");
            }
            if (round >= 0) {
                rowsPerCpuSecond.add(numbers.length * NANOS_PER_SECOND / nanos);
            }
        }
        return Figures.median(rowsPerCpuSecond);
    }
}
