package io.millrace.stream.merge;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides when the micro-batch of a stream ends. A stream whose newest records are recent commits at the
 * {@link CommitInterval}. A stream that has a backlog commits as much as possible at a time, because a commit of ten times the
 * rows writes as many files. Used by one thread.
 */
final class MicroBatchSchedule {
    /** Without a new record for this long, no more are on the way; a fetch from Kafka takes a few milliseconds. */
    private static final Duration QUIET = Duration.ofMillis(50);
    /** The age from which on a record is part of a backlog. More than the usual difference between two clocks. */
    private static final Duration BACKLOG = Duration.ofSeconds(10);
    /** The interval between two commits of a backlog that does not fill micro-batches, in commits of the usual interval. */
    private static final int BACKLOG_INTERVALS = 10;
    /** The longest interval between two such commits, unless the usual interval is longer. */
    private static final Duration BACKLOG_INTERVAL = Duration.ofMinutes(1);
    /** More than any interval: the first micro-batch need not wait for one. */
    private static final Duration LONG_AGO = Duration.ofDays(365);

    private final Limits limits;
    private final CommitInterval interval;
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
     * @param maxAge
     *            the time between two commits while the stream has no backlog and its contract no freshness target
     * @param freshness
     *            the freshness target of the contract that is in use
     */
    record Limits(int rows, long bytes, Duration maxAge, Supplier<Optional<Duration>> freshness) {}

    MicroBatchSchedule(Limits limits, Clock clock, LongSupplier nanoTime) {
        this.limits = limits;
        this.interval = new CommitInterval(limits.maxAge(), limits.freshness());
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.previousAt = nanoTime.getAsLong() - LONG_AGO.toNanos();
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

    /** The micro-batch ended with a commit that took this many nanoseconds. */
    void committed(long nanos) {
        interval.committed(nanos);
        ended();
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
        long usual = interval.nanos();
        long whenQuiet = Math.max(lastAt + Math.min(QUIET.toNanos(), usual) - now, previousAt + usual - now);
        long atLatest = firstAt + (isBacklog(usual) ? backlogInterval(usual) : usual) - now;
        return Math.min(whenQuiet, atLatest);
    }

    private static long backlogInterval(long usual) {
        return Math.max(usual, Math.min(BACKLOG_INTERVALS * usual, BACKLOG_INTERVAL.toNanos()));
    }

    private boolean isBacklog(long usual) {
        return newest < clock.millis() - Math.max(BACKLOG.toMillis(), 2 * TimeUnit.NANOSECONDS.toMillis(usual));
    }
}
