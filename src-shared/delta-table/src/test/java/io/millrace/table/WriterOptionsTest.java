package io.millrace.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriterOptionsTest {
    private static final Duration HORIZON = Duration.ofDays(30);

    @Test
    void anIndexWithoutMemoryIsAllowed() {
        assertEquals(0, new WriterOptions("writer-2", HORIZON, 0).keyIndexBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Stream", "a b", "-a", "2a", "a/b", "a\nb"})
    void aNameThatTheLogCannotTellIsRefused(String writer) {
        assertThrows(IllegalArgumentException.class, () -> new WriterOptions(writer, HORIZON, 1));
        assertThrows(IllegalArgumentException.class, () -> new MaintenanceOptions(writer, 1 << 20, 2, 1 << 20,
                Duration.ofDays(7), Duration.ofDays(30)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void aHorizonThatProtectsNothingIsRefused(Duration horizon) {
        assertThrows(IllegalArgumentException.class, () -> new WriterOptions("stream", horizon, 1));
    }

    @Test
    void negativeMemoryIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new WriterOptions("stream", HORIZON, -1));
    }
}
