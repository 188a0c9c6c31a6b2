package io.millrace.bench.pipeline;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import io.millrace.bench.run.Progress;
import io.millrace.launcher.local.Checkout;

/**
 * The cost of a running stream-service with a table of a million events: a few at a time, and the same events once more.
 *
 * @param bursts
 *            how many times a burst of events comes
 */
record LivePhase(int bursts) {
    /** The events that the table has before. */
    static final long TABLE = 1_000_000;
    private static final int BURST = 10_000;
    private static final Duration EVERY = Duration.ofSeconds(3);

    /** Runs the service of a checkout once on a topic that is filled with the events of the table; returns whether the table is right. */
    boolean run(PipelineRig rig, Checkout checkout, Set<Phase> wanted, Figures figures, Progress progress)
            throws InterruptedException {
        long sent = TABLE;
        try (ServiceRun run = rig.stream(checkout)) {
            Reading from = run.awaitRecords(sent);
            long distinct = Deliveries.distinct(TABLE);
            if (wanted.contains(Phase.CONTINUOUS)) {
                long first = System.nanoTime();
                for (int burst = 0; burst < bursts; burst++) {
                    sleepUntil(first + burst * EVERY.toNanos());
                    rig.filler().fill(sent, sent + BURST);
                    sent += BURST;
                }
                Reading until = run.awaitRecords(sent);
                Interval interval = new Interval(from, until);
                progress.say("continuous: " + interval.text());
                figures.add("continuous_cpu_ms_per_1000", interval.cpuSecondsPerMillion());
                interval.report("continuous", figures);
                distinct = Deliveries.distinct(sent);
                from = until;
            }
            if (wanted.contains(Phase.REDELIVERY)) {
                rig.filler().fill(0, TABLE);
                Reading until = run.awaitRecords(sent + TABLE);
                Interval interval = new Interval(from, until);
                progress.say("redelivery: " + interval.text());
                interval.report("redelivery", figures);
            }
            run.close();
            return TableCheck.of(run.table(), distinct).isExact(distinct, progress);
        }
    }

    private static void sleepUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
