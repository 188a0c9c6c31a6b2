package io.millrace.contracts.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final AtomicLong nanos = new AtomicLong(7);
    private final Supervision supervision = new Supervision(Clock.systemUTC(), task -> {});
    private final ClockWatch watch = new ClockWatch(supervision.task(Supervision.CLOCK, "Restart the service"),
            new ClockComparison(millis::get, nanos::get));

    /** A second passes, and somebody sets the clock. */
    private void step(Duration byHand) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        millis.addAndGet(1_000 + byHand.toMillis());
        watch.compare();
    }

    @Test
    void aClockThatIsSetBackByMoreThanTenSecondsNeedsARestart() {
        step(Duration.ofMillis(-10_001));

        assertTrue(supervision.needsRestart());
        assertTrue(supervision.troubles().getOrDefault("clock", "").contains("set back by PT10.001S"),
                supervision.troubles()::toString);
    }

    @Test
    void aClockThatWasAheadAndIsRightAgainNeedsARestart() {
        step(Duration.ofDays(8));
        assertFalse(supervision.needsRestart());

        step(Duration.ofDays(-8));
        assertTrue(supervision.needsRestart());
    }

    @Test
    void aClockThatIsSlowedDownOrStepsBackALittleDoesNot() {
        for (int second = 0; second < 100; second++) {
            step(Duration.ofMillis(-900));
        }
        step(Duration.ofSeconds(-10));
        step(Duration.ZERO);

        assertFalse(supervision.needsRestart());
        assertEquals(0, supervision.troubles().size());
    }
}
