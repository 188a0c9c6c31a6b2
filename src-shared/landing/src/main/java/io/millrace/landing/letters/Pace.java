package io.millrace.landing.letters;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.apache.kafka.common.errors.InterruptException;

/** Limits how many letters are redriven in a second. Used by one thread. */
public final class Pace {
    /** No limit. */
    public static final int UNLIMITED = 0;

    /** The largest rate that a request may ask for; a redrive does not reach it. */
    public static final int FASTEST = 1_000_000;

    private final long interval;
    private final LongSupplier nanos;
    private long next;

    /**
     * @param perSecond
     *            the largest number in a second; {@link #UNLIMITED} for no limit
     * @param nanos
     *            the time, in nanoseconds since some moment
     */
    public Pace(int perSecond, LongSupplier nanos) {
        if (perSecond < 0) {
            throw new IllegalArgumentException("a rate cannot be " + perSecond);
        }
        this.interval = perSecond == UNLIMITED ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /** Waits until the next one may be sent. */
    void await() {
        if (interval == 0) {
            return;
        }
        for (long wait = next - nanos.getAsLong(); wait > 0; wait = next - nanos.getAsLong()) {
            LockSupport.parkNanos(wait);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptException("interrupted between two records");
            }
        }
        next = Math.max(next, nanos.getAsLong() - interval) + interval;
    }
}
