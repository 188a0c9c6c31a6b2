package io.millrace.contracts.supervision;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Compares a clock with another one that nobody sets. Safe for several threads. */
public final class ClockComparison {
    private final LongSupplier millis;
    private final LongSupplier nanos;
    /** By how much the clock is ahead of {@link #nanos}, in milliseconds, as it was compared last. */
    private long lead;

    /**
     * @param millis
     *            the clock
     * @param nanos
     *            {@link System#nanoTime}, or a clock of a test
     */
    public ClockComparison(LongSupplier millis, LongSupplier nanos) {
        this.millis = millis;
        this.nanos = nanos;
        this.lead = lead();
    }

    /** By how much the clock was set back since the last call; negative when it was set ahead. */
    public synchronized Duration setBack() {
        long before = lead;
        lead = lead();
        return Duration.ofMillis(before - lead);
    }

    private long lead() {
        return millis.getAsLong() - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }
}
