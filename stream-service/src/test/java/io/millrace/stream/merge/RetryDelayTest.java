package io.millrace.stream.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.millrace.landing.FailureKind;
import org.junit.jupiter.api.Test;

class RetryDelayTest {
    private final RetryDelay delay = new RetryDelay(Duration.ofMinutes(5));

    @Test
    void delaysDoubleUpToFiveSecondsAndStartAgainAfterASuccess() {
        List<Long> delays = IntStream.range(0, 7)
                .mapToObj(attempt -> delay.after(attempt % 2 == 0 ? FailureKind.TEMPORARY : FailureKind.REFUSED)
                        .toMillis())
                .toList();
        assertEquals(List.of(200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L), delays);

        delay.reset();

        assertEquals(Duration.ofMillis(200), delay.after(FailureKind.TEMPORARY));
    }

    @Test
    void aProgramErrorWaitsForMinutes() {
        assertEquals(Duration.ofMinutes(5), delay.after(FailureKind.PROGRAM_ERROR));
        assertEquals(Duration.ofMillis(200), delay.after(FailureKind.TEMPORARY));
    }
}
