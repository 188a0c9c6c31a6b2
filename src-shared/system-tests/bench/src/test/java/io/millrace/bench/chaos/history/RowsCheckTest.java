package io.millrace.bench.chaos.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check names each kind of damage, and finds nothing in a table that is right. */
class RowsCheckTest {
    private final SentEvents sent = new SentEvents();
    private final Discrepancies found = new Discrepancies();
    private final List<ChaosEvent> rows = new ArrayList<>();

    @BeforeEach
    void aTableThatIsRight() {
        for (int number = 0; number < 5; number++) {
            sent.record(List.of(event(number, 0)), Certainty.ACKED);
            rows.add(event(number, 0));
        }
        sent.record(List.of(event(1, 2)), Certainty.ACKED);
        sent.record(List.of(event(1, 1)), Certainty.ACKED);
        rows.set(1, event(1, 2));
    }

    @Test
    void tableThatIsRightHasNoDiscrepancy() {
        assertEquals(5, check());

        assertTrue(found.isEmpty(), () -> found.named().toString());
    }

    @Test
    void acknowledgedEventWithoutARowIsLost() {
        rows.remove(3);

        assertOnly(Discrepancy.LOST, "e3");
    }

    @Test
    void eventInDoubtThatKafkaHasMustBeThere() {
        sent.record(List.of(event(7, 0)), Certainty.IN_DOUBT);
        sent.isInKafka(event(7, 0).key(), 0, event(7, 0).amount());

        assertOnly(Discrepancy.LOST, "e7");

        rows.add(event(7, 0));
        Discrepancies none = new Discrepancies();
        RowsCheck.of(sink -> rows.forEach(row -> sink.accept(row(row))), sent, none);
        assertTrue(none.isEmpty(), () -> none.named().toString());
    }

    @Test
    void revisionInDoubtThatKafkaHasMustNotBeHidden() {
        sent.record(List.of(event(1, 3)), Certainty.IN_DOUBT);
        check();
        assertTrue(found.isEmpty(), () -> found.named().toString());

        sent.isInKafka(event(1, 3).key(), 3, event(1, 3).amount());
        assertOnly(Discrepancy.WRONG_REVISION, "e1");
    }

    @Test
    void recordInKafkaThatNoRequestSentIsNotMissed() {
        sent.record(List.of(event(7, 0)), Certainty.IN_DOUBT);
        sent.isInKafka(event(7, 0).key(), 0, -1);
        sent.isInKafka(event(8, 0).key(), 0, 8);
        check();

        assertTrue(found.isEmpty(), () -> found.named().toString());
    }

    @Test
    void rowOnAnotherDayThanItsEventIsAGhost() {
        Map<String, @Nullable Object> moved = row(rows.removeLast());
        moved.put("event_date", 1);
        RowsCheck.of(sink -> {
            rows.forEach(row -> sink.accept(row(row)));
            sink.accept(moved);
        }, sent, found);

        assertEquals(1, found.count(Discrepancy.GHOST), () -> found.named().toString());
    }

    @Test
    void secondRowOfAKeyIsADuplicate() {
        rows.add(rows.get(2));

        assertOnly(Discrepancy.DUPLICATE, "e2");
    }

    @Test
    void rowThatWasNeverSentIsAGhost() {
        rows.add(event(99, 0));

        assertOnly(Discrepancy.GHOST, "e99");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amount", "event_time", "note"})
    void rowWithAValueThatWasNeverSentIsAGhost(String column) {
        Map<String, @Nullable Object> changed = row(rows.get(4));
        changed.put(column, column.equals("note") ? "another" : Long.valueOf(1));
        rows.remove(4);
        RowsCheck.of(sink -> {
            rows.forEach(row -> sink.accept(row(row)));
            sink.accept(changed);
        }, sent, found);

        assertEquals(1, found.count(Discrepancy.GHOST));
        assertEquals(0, found.count(Discrepancy.LOST), "its key is there");
    }

    @Test
    void rowOfAnEventThatWasAnsweredAsNotStoredIsAGhost() {
        sent.record(List.of(event(7, 0)), Certainty.FAILED);
        rows.add(event(7, 0));

        assertOnly(Discrepancy.GHOST, "e7");
    }

    @Test
    void rowOfALowerRevisionIsWrong() {
        rows.set(1, event(1, 1));

        assertOnly(Discrepancy.WRONG_REVISION, "e1");
    }

    @Test
    void eventInDoubtMayBeThereOrNot() {
        sent.record(List.of(event(8, 0), event(9, 0), event(0, 1)), Certainty.IN_DOUBT);
        rows.add(event(8, 0));

        assertEquals(6, check());
        assertTrue(found.isEmpty(), () -> found.named().toString());
    }

    @Test
    void revisionInDoubtMayReplaceAnAcknowledgedOne() {
        sent.record(List.of(event(0, 1)), Certainty.IN_DOUBT);
        rows.set(0, event(0, 1));

        assertEquals(5, check());
        assertTrue(found.isEmpty(), () -> found.named().toString());
    }

    @Test
    void attemptThatFailsLeavesAnEarlierAcknowledgement() {
        sent.record(List.of(event(3, 0)), Certainty.FAILED);
        rows.remove(3);

        assertOnly(Discrepancy.LOST, "e3");
    }

    @Test
    void eventThatLostItsOnlyRecordNeedNotBeThereAndIsCounted() {
        sent.lose(event(3, 0));
        rows.remove(3);

        assertEquals(new RowsCheck.Counts(4, 1), counts());
        assertTrue(found.isEmpty(), () -> found.named().toString());
    }

    @Test
    void eventThatLostItsOnlyRecordMayBeThereAllTheSame() {
        sent.lose(event(3, 0));

        assertEquals(new RowsCheck.Counts(5, 0), counts());
        assertTrue(found.isEmpty(), () -> found.named().toString());
    }

    @Test
    void eventThatLostOneOfTwoRecordsMustBeThere() {
        sent.record(List.of(event(3, 0)), Certainty.ACKED);
        sent.lose(event(3, 0));
        rows.remove(3);

        assertOnly(Discrepancy.LOST, "e3");
        assertEquals(0, counts().lostByFaults());
    }

    @Test
    void revisionThatLostItsRecordNeedNotReplaceALowerOne() {
        sent.lose(event(1, 2));
        rows.set(1, event(1, 1));

        assertEquals(new RowsCheck.Counts(5, 0), counts());
        assertTrue(found.isEmpty(), () -> found.named().toString());
    }

    @Test
    void anAcknowledgementIsLostOnce() {
        sent.lose(event(3, 0));

        assertThrows(IllegalStateException.class, () -> sent.lose(event(3, 0)));
        assertThrows(IllegalArgumentException.class, () -> sent.lose(event(77, 0)));
    }

    @Test
    void twoEventsOfOneKeyAndRevisionAreAFaultOfTheLoad() {
        ChaosEvent other = new ChaosEvent(event(0, 0).key(), 0, 1, 1, null);

        assertThrows(IllegalArgumentException.class, () -> sent.record(List.of(other), Certainty.ACKED));
    }

    private void assertOnly(Discrepancy kind, String named) {
        check();
        assertEquals(1, found.count(kind), () -> found.named().toString());
        assertEquals(1, found.named().size(), () -> found.named().toString());
        assertTrue(found.named().getFirst().startsWith(kind.label() + ": ")
                && found.named().getFirst().contains("=" + named + "]"), found.named()::toString);
    }

    private long check() {
        return counts().rows();
    }

    private RowsCheck.Counts counts() {
        return RowsCheck.of(sink -> rows.forEach(row -> sink.accept(row(row))), sent, found);
    }

    private static ChaosEvent event(int number, long revision) {
        return new ChaosEvent(new EventKey("pk" + number % 2, "e" + number), revision, 1_000_000L + number,
                10 * number + revision, number == 4 ? "noted" : null);
    }

    private static Map<String, @Nullable Object> row(ChaosEvent event) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("pk", event.key().pk());
        row.put("event_id", event.key().eventId());
        row.put("revision", event.revision());
        row.put("event_time", event.eventTimeMicros());
        row.put("amount", event.amount());
        row.put("note", event.note());
        row.put("_offset", 5L);
        row.put("event_date", 0);
        return row;
    }
}
