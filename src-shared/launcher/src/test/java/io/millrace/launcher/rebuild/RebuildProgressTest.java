package io.millrace.launcher.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;

class RebuildProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now;

    private RebuildProgress progress(boolean terminal, long expected) {
        return new RebuildProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, expected, () -> now);
    }

    private void after(Duration time) {
        now += time.toNanos();
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutATerminalThereIsALineNowAndThen() {
        RebuildProgress progress = progress(false, 4_000);
        after(Duration.ofSeconds(9));
        progress.at(900);
        assertEquals("", shown());
        after(Duration.ofSeconds(1));
        progress.at(1_000);
        assertEquals("1,000 of 4,000 records, 25 %, 100/s, 10 s, 30 s left" + System.lineSeparator(), shown());
        after(Duration.ofSeconds(80));
        progress.end(4_000);

        assertTrue(shown().endsWith("4,000 of 4,000 records, 100 %, 44/s, 1 min 30 s" + System.lineSeparator()),
                shown());
    }

    @Test
    void onATerminalOneLineIsRewritten() {
        RebuildProgress progress = progress(true, 3_000);
        after(Duration.ofSeconds(1));
        progress.at(1_000);
        progress.at(1_001);
        progress.end(3_000);

        assertEquals(2, shown().chars().filter(c -> c == '\r').count(), "the second call came too early to be shown");
        assertEquals(1, shown().chars().filter(c -> c == '\n').count());
        assertTrue(shown().contains("[#########.....................] 1,000 of 3,000"), shown());
    }

    @Test
    void recordsOutsideOfTheTimeAreNotExpectedAtTheEnd() {
        progress(false, 90).end(0);

        assertTrue(shown().startsWith("0 of 0 records, 100 %"), shown());
    }

    @Test
    void aSourceThatIsEmptyIsComplete() {
        progress(false, 0).end(0);

        assertTrue(shown().contains("100 %"), shown());
    }
}
