package io.millrace.batch.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.testing.MovingClock;
import org.junit.jupiter.api.Test;

class AuditBudgetTest {
    private static final StreamName VISITS = new StreamName("visits");
    private static final Duration COVER = Duration.ofHours(6);
    private static final Duration RUN = Duration.ofMinutes(5);
    private static final Duration LEAST = Duration.ofSeconds(10);
    private static final long SECOND = 1_000_000_000L;
    private static final int PERCENT = 5;

    private final FakeCpuClock cpu = new FakeCpuClock();
    private final MovingClock clock = new MovingClock(Instant.parse("2026-03-01T00:00:00Z"));
    private final AuditBudget budget = new AuditBudget(PERCENT, LEAST, COVER, clock);
    private long offsets;
    private long audited;

    /** Merges offsets, then audits all that are not audited if the budget allows it; returns the CPU time of the audit. */
    private long run(long merged, long mergeNanosEach, long auditNanosEach) {
        clock.move(RUN);
        long before = cpu.nanos();
        cpu.use(merged * mergeNanosEach);
        offsets += merged;
        budget.merged(VISITS, merged, cpu.nanos() - before);
        budget.seen(VISITS, "t", offsets, 0);
        if (!budget.allows(VISITS)) {
            return 0;
        }
        long start = cpu.nanos();
        cpu.use(Math.min(offsets - audited, 4_000_000) * auditNanosEach);
        audited += Math.min(offsets - audited, 4_000_000);
        budget.audited(VISITS, cpu.nanos() - start);
        return cpu.nanos() - start;
    }

    @Test
    void costlyAuditsStayWithinTheirShareOfTheMergesOverTheTimeInWhichAllIsAudited() {
        long window = COVER.dividedBy(RUN);
        // given audits that take a fifth of what the merges take, and a first window
        for (int i = 0; i < window; i++) {
            run(1_000_000, 10_000, 2_000);
        }
        // when they go on
        long spent = 0;
        for (int i = 0; i < 10 * window; i++) {
            spent += run(1_000_000, 10_000, 2_000);
        }
        // then they take the share, the least CPU time, and one share of the audit at most
        double merges = 10.0 * window * 10 * SECOND;
        assertTrue(spent <= merges * PERCENT / 100 + 10.0 * LEAST.toNanos() + 4_000_000 * 2_000.0,
                () -> "the audits took " + 100 * budget.used(VISITS).share() + " % of the merges");
        assertTrue(spent >= merges * PERCENT / 100 * 0.9, "the audits hardly used their share");
    }

    @Test
    void cheapAuditsAreNeverPostponed() {
        for (int i = 0; i < 200; i++) {
            run(1_000_000, 10_000, 300);
            assertEquals(offsets, audited);
        }
        assertEquals(0.03, budget.used(VISITS).share(), 1e-9);
    }

    @Test
    void aStreamWithFewMergesIsCovered() {
        // given audits that take as long as the merges
        for (int i = 0; i < 500; i++) {
            run(1_000, 10_000, 10_000);
        }
        assertEquals(offsets, audited);
    }

    @Test
    void creditThatIsNotSpentIsLost() {
        for (int i = 0; i < 10; i++) {
            run(1_000_000, 10_000, 0);
        }
        // when nothing is merged for four times as long as all is audited in
        clock.move(COVER.multipliedBy(4));
        assertTrue(budget.allows(VISITS));
        // then hardly more than the least CPU time is left
        budget.audited(VISITS, 11 * SECOND);
        assertFalse(budget.allows(VISITS));
    }

    @Test
    void whatOthersMergeEarnsWhatTheMergesOfThisProcessCost() {
        budget.merged(VISITS, 1_000, 1_000 * 20_000);
        budget.seen(VISITS, "t", 1_000, clock.millis());
        budget.seen(VISITS, "t", 1_001_000, clock.millis());

        assertEquals(20.02, budget.used(VISITS).mergeSeconds(), 1e-6);
        budget.audited(VISITS, SECOND);
        assertTrue(budget.allows(VISITS));
        budget.audited(VISITS, SECOND);
        assertFalse(budget.allows(VISITS));
    }

    @Test
    void withoutAMergeOfThisProcessTheCostOfOthersIsAssumed() {
        budget.seen(VISITS, "t", 0, clock.millis());
        budget.seen(VISITS, "t", 1_000_000, clock.millis());

        assertEquals(1_000_000 * AuditBudget.ASSUMED_MERGE_NANOS / SECOND, budget.used(VISITS).mergeSeconds(), 1e-6);
    }

    @Test
    void aProcessThatStartsAfterAnAuditOfAnotherHasTheLeastCpuTimeOnlyForTheTimeSince() {
        budget.seen(VISITS, "t", 0, clock.millis() - COVER.toMillis() / 2);
        budget.audited(VISITS, LEAST.toNanos() / 2 - 1);
        assertTrue(budget.allows(VISITS));
        budget.audited(VISITS, 2);
        assertFalse(budget.allows(VISITS));
    }
}
