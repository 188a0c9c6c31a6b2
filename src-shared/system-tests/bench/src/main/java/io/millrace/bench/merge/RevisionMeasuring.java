package io.millrace.bench.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.run.Measurements;
import io.millrace.table.EventTable;
import io.millrace.table.MicroBatch;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Batches in which every event revises a row that the table has. */
@Command(name = "measure-revisions", hidden = true)
public final class RevisionMeasuring extends CpuTimeMeasurement {
    /** One key in this number is hot. */
    private static final int HOT_IN = 50;

    @Option(names = "--rows", required = true)
    private long rows;

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
        result.put("peak_rss_mb", Measurements.peakRssMebibytes());
        System.out.println(result);
        return 0;
    }

    private double median(EventTable table, TableShape shape, long keys) {
        List<Double> rowsPerCpuSecond = new ArrayList<>();
        for (int round = -warmUp; round < rounds; round++) {
            long[] numbers = random.longs(batch, 0, keys).distinct().map(n -> n * (rows / keys)).toArray();
            long offset = table.watermark(new SourcePartition(BenchEvents.TOPIC_ID, BenchEvents.PARTITION)).orElse(0);
            MicroBatch revised = BenchEvents.revised(shape, offset, numbers, ++revision);
            Measured measured = merge(table, revised);
            if (measured.outcome().replaced() != numbers.length) {
                throw new IllegalStateException(
                        "of " + numbers.length + " rows " + measured.outcome().replaced() + " were replaced");
            }
            if (round >= 0) {
                rowsPerCpuSecond.add(measured.rowsPerCpuSecond());
            }
        }
        return Measurements.median(rowsPerCpuSecond);
    }
}
