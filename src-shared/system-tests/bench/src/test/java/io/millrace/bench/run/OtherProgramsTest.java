package io.millrace.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.OptionalDouble;

import io.millrace.bench.run.OtherPrograms.Ticks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class OtherProgramsTest {
    /** Of the kernel, a hundred a second. */
    private static final long HALF_A_SECOND = 50;

    @Test
    void othersHaveWhatIsNeitherIdleNorOwn() {
        assertEquals(OptionalDouble.of(0.25),
                OtherPrograms.share(new Ticks(1_000, 500, 100), new Ticks(1_200, 650, 200)));
        assertEquals(OptionalDouble.of(0), OtherPrograms.share(new Ticks(0, 0, 0), new Ticks(10, 4, 5)));
        assertEquals(OptionalDouble.empty(), OtherPrograms.share(new Ticks(0, 0, 0), new Ticks(0, 0, 0)));
    }

    @Test
    void theTimeOfAChildIsOwnTimeAlsoAfterItsEnd() throws IOException, InterruptedException {
        long before = Ticks.now().own();
        Process child = new ProcessBuilder("/bin/sh", "-c", "while :; do :; done").start();
        try {
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (Ticks.now().own() - before < HALF_A_SECOND && System.nanoTime() < deadline) {
                Thread.sleep(50);
            }
            assertTrue(Ticks.now().own() - before >= HALF_A_SECOND, "of a child that runs");
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertTrue(Ticks.now().own() - before >= HALF_A_SECOND, "of a child that has ended");
    }
}
