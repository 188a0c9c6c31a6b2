package io.millrace.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class StartProgressTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StartProgress progress = new StartProgress(PATIENCE, sample(0, 0, 0));

    @Test
    void aProcessThatDoesNothingIsLateAfterThePatience() {
        assertEquals(Optional.empty(), progress.late(sample(60, 0, 0)));
        assertEquals(Optional.of("was not ready after 61 s, and made no progress for 60 s"),
                progress.late(sample(61, 0, 0.1)));
    }

    @Test
    void aProcessThatGetsLittleProcessorTimeIsNotLate() {
        for (int second = 1; second <= 300; second++) {
            assertEquals(Optional.empty(), progress.late(sample(second, 0, second * 0.06)));
        }
        assertEquals(Optional.of("was not ready within 301 s"), progress.late(sample(301, 0, 301 * 0.06)));
    }

    @Test
    void aProcessThatPrintsIsNotLate() {
        assertEquals(Optional.empty(), progress.late(sample(59, 1, 0)));
        assertEquals(Optional.empty(), progress.late(sample(118, 1, 0)));
        assertTrue(progress.late(sample(120, 1, 0)).isPresent());
    }

    private static StartProgress.Sample sample(int second, int lines, double cpuSeconds) {
        return new StartProgress.Sample(Duration.ofSeconds(second).toNanos(), lines,
                Math.round(cpuSeconds * Duration.ofSeconds(1).toNanos()));
    }
}
