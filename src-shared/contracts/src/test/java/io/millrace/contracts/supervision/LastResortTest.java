package io.millrace.contracts.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class LastResortTest {
    private final AtomicInteger ends = new AtomicInteger();
    private final LastResort last = new LastResort(Duration.ofSeconds(3), ends::incrementAndGet);

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            last.tick();
        }
    }

    @Test
    void nothingIsExpectedBeforeTheFirstBeat() {
        tick(100);

        assertEquals(0, ends.get());
    }

    @Test
    void aLoopThatBeatsInTimeGoesOn() {
        for (int i = 0; i < 10; i++) {
            last.beat();
            tick(3);
        }

        assertEquals(0, ends.get());
    }

    @Test
    void theProcessEndsWhenBeatsAreMissed() {
        last.beat();
        tick(3);
        assertEquals(0, ends.get());
        tick(1);

        assertEquals(1, ends.get());
    }

    @Test
    void nothingIsExpectedOfALoopThatRests() {
        last.beat();
        last.rest();
        tick(100);
        assertEquals(0, ends.get());

        last.beat();
        tick(4);
        assertEquals(1, ends.get());
    }

    @Test
    void aProcessEndsWithTheCodeAndSaysWhy() throws Exception {
        Process process = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Hanging.class.getName())).start();

        assertEquals(LastResort.EXIT_CODE, process.waitFor());
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said.contains("have stood still for PT1S"), said);
    }

    /** A program whose only loop stands still. */
    static final class Hanging {
        private Hanging() {}

        public static void main(String[] arguments) throws InterruptedException {
            LastResort.start(Duration.ofSeconds(1)).beat();
            Thread.sleep(Duration.ofMinutes(5));
        }
    }
}
