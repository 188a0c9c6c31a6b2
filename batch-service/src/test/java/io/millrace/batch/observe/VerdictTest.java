package io.millrace.batch.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.millrace.contracts.schema.StreamName;
import io.millrace.table.Books;
import org.junit.jupiter.api.Test;

/** The condition of a stream by what was observed of it. */
class VerdictTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final StreamName STREAM = new StreamName("orders");
    private static final Duration TARGET = Duration.ofSeconds(5);

    private final StreamHistory history = new StreamHistory();
    private int seconds;
    private long unstable;

    private void see(long stored, long merged, long deleted, int oldestSeconds, Optional<Duration> retentionLeft) {
        see(stored, merged, deleted, 0, oldestSeconds, retentionLeft);
    }

    private void see(long stored, long merged, long deleted, long lostOpen, int oldestSeconds,
            Optional<Duration> retentionLeft) {
        history.add(new Observation(START.plusSeconds(seconds), stored, merged, stored - merged, unstable, deleted,
                lostOpen,
                stored == merged ? Optional.empty() : Optional.of(Duration.ofSeconds(oldestSeconds)), retentionLeft,
                Optional.of(1L), Books.NONE, 0));
        seconds += 5;
    }

    private Condition condition() {
        return Verdict.of(STREAM, history, TARGET).condition();
    }

    @Test
    void aStreamThatWasNotObservedIsUnknown() {
        assertEquals(Condition.UNKNOWN, condition());
    }

    @Test
    void aStreamIsFreshWhileNothingWaitsLongerThanTheTargetAllows() {
        see(100, 100, 0, 0, Optional.empty());
        assertEquals(Condition.FRESH, condition());
        see(110, 100, 0, 15, Optional.empty());
        assertEquals(Condition.FRESH, condition());
        see(120, 105, 0, 16, Optional.empty());
        assertEquals(Condition.CATCHING_UP == condition() || Condition.BEHIND == condition(), true);
    }

    @Test
    void recordsBehindAnOpenTransactionAreNamedAsTheCause() {
        unstable = 7;
        for (int age = 0; age <= 120; age += 5) {
            see(107, 100, 0, age, Optional.empty());
        }

        Verdict verdict = Verdict.of(STREAM, history, TARGET);

        assertEquals(Condition.PAUSED, verdict.condition());
        assertTrue(verdict.reason().contains("7 offsets are behind a transaction"), verdict::reason);
    }

    @Test
    void aStreamCatchesUpWhenMoreIsMergedThanArrives() {
        see(10_000, 0, 0, 60, Optional.empty());
        see(10_100, 2_100, 0, 60, Optional.empty());

        Verdict verdict = Verdict.of(STREAM, history, TARGET);

        assertEquals(Condition.CATCHING_UP, verdict.condition());
        assertEquals(Duration.ofSeconds(20), verdict.catchUp().orElseThrow());
        assertEquals("8,000 records wait, the oldest for 60 s.", verdict.reason());
    }

    @Test
    void aStreamIsBehindWhenNoMoreIsMergedThanArrives() {
        see(10_000, 0, 0, 60, Optional.empty());
        see(11_000, 1_000, 0, 60, Optional.empty());

        assertEquals(Condition.BEHIND, condition());
    }

    @Test
    void aStreamIsPausedWhenRecordsWaitAndNoneWasMergedForAMinute() {
        for (int i = 0; i < 12; i++) {
            see(10_000 + i, 500, 0, 60 + i, Optional.empty());
            assertEquals(Condition.BEHIND, condition());
        }
        see(10_100, 500, 0, 130, Optional.empty());

        assertEquals(Condition.PAUSED, condition());
        see(10_100, 600, 0, 130, Optional.empty());
        assertEquals(Condition.CATCHING_UP, condition());
    }

    @Test
    void aStreamLosesWhatKafkaDeletedOrDeletesBeforeItIsMerged() {
        see(10_000, 0, 0, 60, Optional.of(Duration.ofSeconds(30)));
        see(10_100, 600, 0, 60, Optional.of(Duration.ofSeconds(30)));
        assertEquals(Condition.LOSING, condition());
        see(10_100, 9_000, 0, 60, Optional.of(Duration.ofMinutes(30)));
        assertEquals(Condition.CATCHING_UP, condition());
        see(10_100, 9_000, 3, 60, Optional.of(Duration.ofMinutes(30)));
        assertEquals(Condition.LOSING, condition());
        assertTrue(Verdict.of(STREAM, history, TARGET).reason().contains("Kafka deleted 3 records"));
    }

    @Test
    void aStreamOfWhichNothingIsMergedLosesWhenLittleRetentionIsLeft() {
        seeStandstill(Duration.ofHours(1), 30);
        assertEquals(Condition.PAUSED, condition());
        seeStandstill(Duration.ofHours(1), 51);
        assertEquals(Condition.LOSING, condition());
        assertEquals("Kafka deletes the oldest of 100 waiting records in 9 min, and no more are merged than arrive.",
                Verdict.of(STREAM, history, TARGET).reason());
        seeStandstill(Duration.ofDays(7), 8_000);
        assertEquals(Condition.PAUSED, condition());
        seeStandstill(Duration.ofDays(7), 9_073);
        assertEquals(Condition.LOSING, condition());
    }

    /** Two minutes in which 100 records wait, the oldest for the time given. */
    private void seeStandstill(Duration retention, int oldestMinutes) {
        for (int i = 0; i < 24; i++) {
            see(200, 100, 0, oldestMinutes * 60, Optional.of(retention.minusMinutes(oldestMinutes)));
        }
    }

    @Test
    void aStreamLosesUntilEachDeletedRecordIsSuppliedOrExplained() {
        see(100, 100, 0, 20, 0, Optional.empty());

        Verdict verdict = Verdict.of(STREAM, history, TARGET);

        assertEquals(Condition.LOSING, verdict.condition());
        assertTrue(verdict.reason().startsWith("Kafka deleted 20 records before they were merged."), verdict.reason());
        assertTrue(verdict.reason().contains("./millrace rebuild orders"), verdict.reason());
        assertTrue(verdict.reason().contains("./millrace audit orders --acknowledge"), verdict.reason());
        see(100, 100, 0, 0, 0, Optional.empty());
        assertEquals(Condition.FRESH, condition());
    }

    @Test
    void theHistoryKeepsAnHour() {
        for (int i = 0; i < 2 * StreamHistory.MOST; i++) {
            see(i, i, 0, 0, Optional.empty());
        }

        assertEquals(StreamHistory.MOST, history.all().size());
        assertEquals(new FlowRates(0.2, 0.2), history.rates());
    }

    @Test
    void aTopicThatWasMadeAgainHasNoRates() {
        see(1_000, 1_000, 0, 0, Optional.empty());
        see(5, 5, 0, 0, Optional.empty());

        assertEquals(FlowRates.NONE, history.rates());
    }

    @Test
    void spansAreInTheirLargestFittingUnit() {
        assertEquals("0 s", Spans.text(Duration.ofSeconds(-3)));
        assertEquals("120 s", Spans.text(Duration.ofSeconds(120)));
        assertEquals("2 min", Spans.text(Duration.ofSeconds(121)));
        assertEquals("2 h", Spans.text(Duration.ofMinutes(121)));
        assertEquals("48 h", Spans.text(Duration.ofHours(48)));
        assertEquals("2 d", Spans.text(Duration.ofHours(49)));
    }
}
