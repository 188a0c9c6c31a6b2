package io.millrace.landing.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class AuditTimeTest {
    @Test
    void theLastShareOfAnyTopicCounts() {
        assertEquals(Optional.of(Instant.ofEpochMilli(2_000)), AuditTime.last(Map.of(AuditTime.PREFIX + "a", 1_000L,
                AuditTime.PREFIX + "b", 2_000L, "millrace-other/b", 3_000L)));
    }

    @Test
    void thereIsNoneBeforeTheFirstShare() {
        assertEquals(Optional.empty(), AuditTime.last(Map.of("millrace-other/b", 3_000L)));
    }
}
