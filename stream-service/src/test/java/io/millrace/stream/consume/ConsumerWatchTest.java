package io.millrace.stream.consume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.Map;

import io.millrace.contracts.supervision.Supervision;
import org.junit.jupiter.api.Test;

class ConsumerWatchTest {
    private final Supervision supervision = new Supervision(Clock.systemUTC(), task -> {
        // Nothing is measured.
    });
    private double sincePoll;
    private long seconds;
    private final ConsumerWatch watch = new ConsumerWatch(() -> sincePoll, () -> seconds * 1_000_000_000L, supervision);

    private void lookAfter(int passed, double metric) {
        seconds += passed;
        sincePoll = metric;
        watch.look();
    }

    @Test
    void aStepOfTheClockAheadIsNoSilence() {
        lookAfter(5, 0.2);
        lookAfter(5, 691_200);
        assertEquals(Map.of(), supervision.troubles());

        lookAfter(5, 0.3);
        assertEquals(Map.of(), supervision.troubles());
    }

    @Test
    void aConsumerThatDoesNotPollFailsAndThenNeedsARestart() {
        lookAfter(5, 0.2);
        for (int silent = 5; silent <= 35; silent += 5) {
            lookAfter(5, silent);
        }
        assertTrue(String.valueOf(supervision.troubles().get("consumer")).contains("has not polled for 35 s"),
                supervision.troubles()::toString);

        for (int silent = 40; silent <= 305; silent += 5) {
            lookAfter(5, silent);
        }
        assertTrue(String.valueOf(supervision.troubles().get("consumer")).contains("ended"),
                supervision.troubles()::toString);
    }
}
