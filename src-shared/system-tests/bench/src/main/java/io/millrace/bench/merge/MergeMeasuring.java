package io.millrace.bench.merge;

import java.io.IOException;
import java.nio.file.Path;
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

/** Append and merge by turns in one process. */
@Command(name = "measure-merge", hidden = true)
public final class MergeMeasuring extends CpuTimeMeasurement {
    private static final int DUPLICATES_IN = 100;

    /** A table under measurement: how far it is, and what its merges cost. */
    private static final class Subject implements AutoCloseable {
        final EventTable table;
        final TableShape shape;
        final SplittableRandom random = new SplittableRandom(7);
        final List<Double> rowsPerCpuSecond = new ArrayList<>();
        final boolean merges;
        /** The next offset. */
        long next;
        /** The first number that no event has had yet. */
        long unused;

        Subject(Path folder, TableShape shape) {
            this.table = BenchTables.open(folder, shape);
            this.shape = shape;
            this.merges = shape.keys().isPresent();
            this.next = table.watermark(new SourcePartition(BenchEvents.TOPIC_ID, BenchEvents.PARTITION)).orElse(0);
            this.unused = next;
        }

        /** Makes a batch and takes it in. */
        void step(int size) {
            long[] numbers = new long[size];
            int duplicates = 0;
            for (int i = 0; i < size; i++) {
                boolean again = i % DUPLICATES_IN == 0;
                numbers[i] = again ? random.nextLong(Math.max(1, unused)) : unused++;
                duplicates += again ? 1 : 0;
            }
            MicroBatch taken = BenchEvents.batch(shape, next, numbers);
            next += size;
            Measured measured = merge(table, taken);
            if (merges && measured.outcome().duplicates() < duplicates) {
                throw new IllegalStateException(
                        "of " + duplicates + " duplicates " + measured.outcome().duplicates() + " were seen");
            }
            rowsPerCpuSecond.add(measured.rowsPerCpuSecond());
        }

        double median() {
            return Measurements.median(rowsPerCpuSecond);
        }

        @Override
        public void close() {
            table.close();
        }
    }

    @Override
    public Integer call() throws IOException {
        ObjectNode result = new ObjectMapper().createObjectNode();
        long started = System.nanoTime();
        long cpuBefore = processCpuNanos();
        try (Subject tenMillion = new Subject(folder.resolve("large"), BenchEvents.shape())) {
            tenMillion.step(batch);
            long firstMerge = (System.nanoTime() - started) / 1_000_000;
            long firstMergeCpu = (processCpuNanos() - cpuBefore) / 1_000_000;
            try (Subject oneMillion = new Subject(folder.resolve("small"), BenchEvents.shape());
                    Subject append = new Subject(folder.resolve("append"), BenchEvents.shapeWithoutKey())) {
                List<Subject> subjects = List.of(append, oneMillion, tenMillion);
                for (int i = 0; i < warmUp; i++) {
                    subjects.forEach(s -> s.step(batch));
                }
                subjects.forEach(s -> s.rowsPerCpuSecond.clear());
                for (int i = 0; i < rounds; i++) {
                    subjects.forEach(s -> s.step(batch));
                }
                result.put("append_rows_per_cpu_s", Math.round(append.median()));
                result.put("merge_rows_per_cpu_s", Math.round(tenMillion.median()));
                result.put("merge_rows_per_cpu_s_1m", Math.round(oneMillion.median()));
                result.put("merge_rows_per_cpu_s_10m", Math.round(tenMillion.median()));
                result.put("merge_over_append", Measurements.round(tenMillion.median() / append.median()));
                result.put("flatness_10m_over_1m", Measurements.round(tenMillion.median() / oneMillion.median()));
            }
            result.put("index_bytes_per_key",
                    Measurements.round((double) tenMillion.table.keyIndexBytes() / tenMillion.next));
            result.put("first_merge_after_restart_ms", firstMerge);
            result.put("first_merge_after_restart_cpu_ms", firstMergeCpu);
        }
        result.put("peak_rss_mb", Measurements.peakRssMebibytes());
        System.out.println(result);
        return 0;
    }

    /** Of all threads: the first merge reads the keys of the table with several. */
    private static long processCpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
