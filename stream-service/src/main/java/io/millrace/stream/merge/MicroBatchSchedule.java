package io.millrace.stream.merge;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides when the micro-batch of a stream ends. A stream whose newest records are recent commits at the interval that keeps
 * its rows fresh. A stream that has a backlog commits as much as possible at a time, because a commit of ten times the rows
 * writes as many files. Used by one thread.
 */
final class MicroBatchSchedule {
    /** Without a new record for this long, no more are on the way; a fetch from Kafka takes a few milliseconds. */
    private static final Duration QUIET = Duration.ofMillis(50);
    /** The age from which on a record is part of a backlog. More than the usual difference between two clocks. */
    private static final Duration BACKLOG = Duration.ofSeconds(10);
    /** The interval between two commits of a backlog that does not fill micro-batches, in commits of the usual interval. */
    private static final int BACKLOG_INTERVALS = 10;

    private final Limits limits;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private boolean growing;
    private long firstAt;
    private long lastAt;
    private long newest;
    private long previousAt;

    /**
     * The limits of a micro-batch.
     *
     * @param rows
     *            maximum number of records
     * @param bytes
     *            maximum bytes of keys and values
     * @param interval
     *            between two commits while the stream has no backlog
     */
    record Limits(int rows, long bytes, Duration interval) {}

    MicroBatchSchedule(Limits limits, Clock clock, LongSupplier nanoTime) {
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.previousAt = nanoTime.getAsLong() - limits.interval().toNanos();
    }

    /**
     * Records were added to the micro-batch.
     *
     * @param newestMillis
     *            Kafka's timestamp of the newest record, in milliseconds since the epoch
     */
    void added(long newestMillis) {
        long now = nanoTime.getAsLong();
        if (!growing) {
            growing = true;
            firstAt = now;
            newest = Long.MIN_VALUE;
        }
        lastAt = now;
        newest = Math.max(newest, newestMillis);
    }

    /** The micro-batch ended. */
    void ended() {
        growing = false;
        previousAt = nanoTime.getAsLong();
    }

    /** Whether a micro-batch of this size is full, however new it is. */
    boolean isFull(int rows, long bytes) {
        return rows >= limits.rows() || bytes >= limits.bytes();
    }

    /** The time until the micro-batch ends if no record is added, in nanoseconds; 0 or less when it is due. */
    long nanosUntilDue() {
        if (!growing) {
            return Long.MAX_VALUE;
        }
        long now = nanoTime.getAsLong();
        long interval = limits.interval().toNanos();
        long whenQuiet = Math.max(lastAt + Math.min(QUIET.toNanos(), interval) - now, previousAt + interval - now);
        long atLatest = firstAt + (isBacklog() ? BACKLOG_INTERVALS * interval : interval) - now;
        return Math.min(whenQuiet, atLatest);
    }

    private boolean isBacklog() {
        return newest < clock.millis() - Math.max(BACKLOG.toMillis(), 2 * limits.interval().toMillis());
    }
}
