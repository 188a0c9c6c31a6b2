package io.millrace.batch.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** A read that hangs holds up the observations: the last one must not be taken for the present. */
class OldObservationTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:36Z");

    @Test
    void anObservationOfTheLastHalfMinuteIsShown() {
        assertEquals(Optional.empty(), StreamObserver.old(NOW.minusSeconds(30), NOW));
    }

    @Test
    void anOlderOneIsNotAndTheReasonNamesItsTime() {
        assertTrue(StreamObserver.old(NOW.minusSeconds(31), NOW).orElseThrow()
                .startsWith("The last observation is of 2026-02-03T04:05:05Z. "));
        assertTrue(StreamObserver.old(NOW.plusSeconds(31), NOW).isPresent(), "the clock was set back");
    }
}
