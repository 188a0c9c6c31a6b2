package io.millrace.bench.simulation.storage;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. */
public final class SimulatedClock extends Clock {
    private long millis;

    /**
     * @param millis
     *            since the epoch
     */
    public SimulatedClock(long millis) {
        this.millis = millis;
    }

    /** Moves it ahead. */
    public void advance(long byMillis) {
        millis += byMillis;
    }

    @Override
    public long millis() {
        return millis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock has no other zone than UTC");
    }
}
