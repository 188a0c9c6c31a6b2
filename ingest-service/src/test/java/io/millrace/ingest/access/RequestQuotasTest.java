package io.millrace.ingest.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;

import io.millrace.contracts.access.Principal;
import org.junit.jupiter.api.Test;

class RequestQuotasTest {
    private static final Principal ALICE = new Principal("alice", Set.of());
    private static final Principal BOB = new Principal("bob", Set.of());

    private final long[] now = {0};

    @Test
    void requestsBeyondASecondsWorthWaitAndOthersDoNot() {
        RequestQuotas quotas = new RequestQuotas(OptionalLong.of(2), OptionalLong.empty(), () -> now[0]);
        assertTrue(quotas.request(ALICE).allowed());
        assertEquals(0, quotas.request(ALICE).remaining());

        RequestQuotas.Standing refused = quotas.request(ALICE);

        assertEquals(new RequestQuotas.Standing(false, "requests", 2, 0, Duration.ofMillis(500)), refused);
        assertTrue(quotas.request(BOB).allowed());
        now[0] += Duration.ofMillis(500).toNanos();
        assertTrue(quotas.request(ALICE).allowed());
        assertFalse(quotas.request(ALICE).allowed());
    }

    @Test
    void largeBodyLeavesADebtThatLaterRequestsWaitFor() {
        RequestQuotas quotas = new RequestQuotas(OptionalLong.empty(), OptionalLong.of(1_000), () -> now[0]);
        assertTrue(quotas.request(ALICE).allowed());
        quotas.bytes(ALICE, 3_000);

        RequestQuotas.Standing refused = quotas.request(ALICE);

        assertFalse(refused.allowed());
        assertEquals("bytes", refused.name());
        assertEquals(Duration.ofMillis(2_001), refused.patience());
        now[0] += refused.patience().toNanos();
        assertTrue(quotas.request(ALICE).allowed());
    }

    @Test
    void withoutLimitsEverythingIsAllowed() {
        RequestQuotas quotas = new RequestQuotas(OptionalLong.empty(), OptionalLong.empty(), () -> now[0]);

        assertFalse(quotas.limited());
        assertTrue(quotas.request(ALICE).allowed());
    }
}
