package io.millrace.ingest.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import org.junit.jupiter.api.Test;

/** What is shown of an error to anybody who reaches the management port. */
class DependencyStateTest {
    @Test
    void theErrorIsThatOfTheLastRequest() {
        assertTrue(DependencyState.UP.isUp());
        assertFalse(DependencyState.NOT_ASKED.isUp());
        assertEquals(Optional.of("no response within 1000 ms"),
                DependencyState.down("no response within 1000 ms").error());
    }

    @Test
    void anErrorIsOneLineOfLimitedLength() {
        assertEquals(Optional.of("a b"), DependencyState.down("a\r\n\u0000b\n").error());
        String shown = DependencyState.down("x".repeat(10_000)).error().orElseThrow();
        assertEquals(300, shown.length());
        assertTrue(shown.endsWith("…"), shown);
    }

    @Test
    void aPasswordInAnAddressIsNotShown() {
        assertEquals(Optional.of("Could not read at the registry http://registry:8081/apis (x)"),
                DependencyState.down("Could not read at the registry http://me:se@cret@registry:8081/apis (x)")
                        .error());
    }
}
