package io.millrace.stream.merge;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The time between two commits of a stream that has no backlog. It follows from the freshness target in the contract and from
 * how long commits take: a record that arrives when a micro-batch has just ended waits for that commit, for the interval and
 * for the next commit. Used by one thread.
 */
final class CommitInterval {
    /** The part of the target that is left for the way through Kafka. */
    private static final int PART_FOR_KAFKA = 10;
    /** The smallest part of the target: where commits are slow, more of them would make each record wait longer. */
    private static final int SMALLEST_PART = 4;
    /** A faster commit shortens the expected time by this part of the difference; a slower one counts at once. */
    private static final int SMOOTHING = 8;

    private final Duration withoutTarget;
    private final Supplier<Optional<Duration>> target;
    private long commitNanos;

    /**
     * Creates an interval.
     *
     * @param withoutTarget
     *            the interval while the contract has no target
     * @param target
     *            the freshness target of the contract that is in use
     */
    CommitInterval(Duration withoutTarget, Supplier<Optional<Duration>> target) {
        this.withoutTarget = withoutTarget;
        this.target = target;
    }

    /** The interval now, in nanoseconds. */
    long nanos() {
        Optional<Duration> wanted = target.get();
        if (wanted.isEmpty()) {
            return withoutTarget.toNanos();
        }
        long nanos = wanted.get().toNanos();
        return Math.max(nanos / SMALLEST_PART, nanos - nanos / PART_FOR_KAFKA - 2 * commitNanos);
    }

    /** A commit took this many nanoseconds. */
    void committed(long nanos) {
        commitNanos = Math.max(nanos, commitNanos - (commitNanos - nanos) / SMOOTHING);
    }
}
