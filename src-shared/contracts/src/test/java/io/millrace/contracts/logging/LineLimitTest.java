package io.millrace.contracts.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class LineLimitTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final LineLimit<String> limit = new LineLimit<>(nanos::get);

    @Test
    void oneLineOfAKindPassesPerSecondAndTheNextSaysHowMuchWasSuppressed() {
        assertEquals(OptionalLong.of(0), limit.pass("away", 1));
        assertEquals(OptionalLong.empty(), limit.pass("away", 1));
        pass(Duration.ofMillis(999));
        assertEquals(OptionalLong.empty(), limit.pass("away", 3));

        pass(Duration.ofMillis(1));

        assertEquals(OptionalLong.of(4), limit.pass("away", 7));
        assertEquals(OptionalLong.empty(), limit.pass("away", 1));
        pass(Duration.ofSeconds(1));
        assertEquals(OptionalLong.of(1), limit.pass("away", 1));
    }

    @Test
    void kindsDoNotSuppressEachOther() {
        assertEquals(OptionalLong.of(0), limit.pass("away", 1));
        assertEquals(OptionalLong.of(0), limit.pass("late", 1));
        assertEquals(OptionalLong.empty(), limit.pass("away", 1));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
