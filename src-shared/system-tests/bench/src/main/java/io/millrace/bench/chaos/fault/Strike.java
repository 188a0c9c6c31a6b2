package io.millrace.bench.chaos.fault;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One fault that can be done to one system.
 *
 * @param kind
 *            of the fault and its target, under which recoveries are reported
 * @param target
 *            the names of the processes
 * @param action
 *            does it
 * @param met
 *            counts what met the fault: one that nothing met shows nothing, and does not count
 */
public record Strike(String kind, String target, Action action, LongSupplier met) {
    /** One that always meets something: a process, or the topic. */
    Strike(String kind, String target, Action action) {
        this(kind, target, action, new AtomicLong()::incrementAndGet);
    }

    /** Whether it restarts or disturbs writers, or deletes what they have not read: it would cover up that one stands still. */
    public boolean concernsWriters() {
        return kind.endsWith(" " + ProcessRole.STREAM.label()) || kind.endsWith(" " + ProcessRole.BATCH.label())
                || Set.of("rolling", "retention", "topic-deleted", "partitions-added").contains(kind);
    }

    /** Does a fault and returns when its cause is gone: the process is started again, or resumed. It need not be ready. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does it.
         *
         * @param random
         *            for the lengths of time
         */
        void run(SplittableRandom random) throws InterruptedException;
    }
}
