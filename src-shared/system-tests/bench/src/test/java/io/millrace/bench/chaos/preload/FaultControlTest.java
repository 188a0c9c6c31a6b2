package io.millrace.bench.chaos.preload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultControlTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    @Test
    void withoutAdvancesTheStorageHasTheTimeOfTheMachine() {
        Instant now = Instant.now();

        assertEquals(now.minus(HOUR), FaultControl.in(folder.resolve("control")).since(HOUR, now));
    }

    @Test
    void advancesCountAsTimeThatHasPassed() {
        FaultControl control = FaultControl.in(folder.resolve("control"));
        Instant before = Instant.now();
        for (int i = 0; i < 3; i++) {
            control.advanceStorage(Duration.ofMinutes(25));
        }
        Instant after = Instant.now();

        // 20 minutes and all advances but one suffice
        Instant since = control.since(HOUR, after.plus(Duration.ofMinutes(20)));
        assertTrue(!since.isBefore(before) && !since.isAfter(after), since::toString);
        // three advances and no more are 75 minutes
        assertEquals(before.minus(Duration.ofMinutes(15)).getEpochSecond(),
                control.since(Duration.ofMinutes(90), after).getEpochSecond(), 1);
        // and what is after them counts alone
        assertFalse(control.since(HOUR, after.plus(HOUR)).isBefore(before));
    }
}
