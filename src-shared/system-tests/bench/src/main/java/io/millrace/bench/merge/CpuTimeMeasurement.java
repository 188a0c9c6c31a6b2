package io.millrace.bench.merge;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import picocli.CommandLine.Option;

/** Measures merges by the CPU time of the thread that merges, in a process of its own. Prints one line of JSON. */
abstract class CpuTimeMeasurement implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Option(names = "--folder", required = true)
    Path folder = Path.of("");
    @Option(names = "--batch", required = true)
    int batch;
    @Option(names = "--rounds", required = true)
    int rounds;
    @Option(names = "--warm-up", required = true)
    int warmUp;

    /**
     * A merge.
     *
     * @param outcome
     *            what became of it
     * @param rowsPerCpuSecond
     *            rows offered, by the thread's CPU time
     */
    record Measured(MergeOutcome.Merged outcome, double rowsPerCpuSecond) {}

    static Measured merge(EventTable table, MicroBatch batch) {
        long before = THREADS.getCurrentThreadCpuTime();
        MergeOutcome.Merged outcome = BenchTables.merge(table, batch);
        long nanos = THREADS.getCurrentThreadCpuTime() - before;
        return new Measured(outcome, batch.events().size() * NANOS_PER_SECOND / nanos);
    }
}
