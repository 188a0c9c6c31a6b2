package io.millrace.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

import io.millrace.table.Books;
import io.millrace.table.OtherOffsets;
import org.junit.jupiter.api.Test;

class PromiseCheckTest {
    private static final Map<Integer, Long> ENDS = Map.of(0, 10L, 1, 20L);
    private static final Sent IN = new Sent(30, 30, 5, 5, 7, 7, 12, 1, 1, 1);
    private static final SettledState AT_REST = new SettledState(ENDS, ENDS, ENDS, OptionalDouble.of(0),
            Set.of("stream", "batch"));

    @Test
    void everyPromiseHoldsWhenAllFiguresAgree() {
        // when
        var broken = broken(IN, AT_REST, landed(31, 31, 30, 13, 3));
        // then
        assertEquals(List.of(), broken);
    }

    @Test
    void oneRowTooManyBreaksAPromise() {
        assertEquals(List.of("one row per event"), broken(IN, AT_REST, landed(32, 31, 30, 13, 3)));
    }

    @Test
    void aDuplicateKeyBreaksAPromise() {
        assertEquals(List.of("one row per key"), broken(IN, AT_REST, landed(31, 30, 30, 13, 3)));
    }

    @Test
    void aChangedEventBreaksAPromise() {
        assertEquals(List.of("every event is in the table as it was sent"),
                broken(IN, AT_REST, landed(31, 31, 29, 13, 3)));
    }

    @Test
    void aLostPoisonRecordBreaksAPromise() {
        assertEquals(List.of("every poison record is a dead letter, and every event that bypassed the gateway"),
                broken(IN, AT_REST, landed(31, 31, 30, 12, 3)));
    }

    @Test
    void anAcceptedOffenceAndAnUnacknowledgedEventBreakPromises() {
        // given
        Sent in = new Sent(30, 29, 5, 4, 7, 6, 12, 1, 0, 1);
        // when
        var broken = broken(in, AT_REST, landed(31, 31, 30, 13, 3));
        // then
        assertEquals(4, broken.size());
    }

    @Test
    void anAuditThatSaysNothingIsNotOk() {
        // given
        SettledState silent = new SettledState(ENDS, ENDS, ENDS, OptionalDouble.empty(), Set.of("stream", "batch"));
        // then
        assertEquals(List.of("the audit misses nothing"), broken(IN, silent, landed(31, 31, 30, 13, 3)));
    }

    @Test
    void anAuditThatStoppedBeforeTheEndIsNotOk() {
        // given
        SettledState behind = new SettledState(ENDS, ENDS, Map.of(0, 10L), OptionalDouble.of(0),
                Set.of("stream", "batch"));
        // then
        assertEquals(List.of("the audit went up to the end of the topic"),
                broken(IN, behind, landed(31, 31, 30, 13, 3)));
    }

    @Test
    void aWriterWithoutCommitsMustBeReadyAndAtTheEnd() {
        // given
        SettledState streamDown = new SettledState(ENDS, ENDS, ENDS, OptionalDouble.of(0), Set.of("batch"));
        // then
        assertEquals(List.of(), broken(IN, AT_REST, landed(31, 31, 30, 13, 0)));
        assertEquals(List.of("the stream writer merged, or had nothing left to do"),
                broken(IN, streamDown, landed(31, 31, 30, 13, 0)));
    }

    @Test
    void rowsOfAWriterWithoutCommitsBreakAPromise() {
        // given
        Observed uncounted = new Observed(31, 31, 30, Map.of("batch", 31L), Map.of("millrace-stream", 1L), 4, 900,
                "/tables/earthquake", 13, books(31, 13), 49, 1, 1);
        // then
        assertEquals(List.of("the batch writer merged, or had nothing left to do"), broken(IN, AT_REST, uncounted));
    }

    @Test
    void aCommitCountsForItsWriterWhateverTheLibraryPutsInFront() {
        assertEquals("millrace-batch", ReadBack.engine("Kernel-4.4.0/millrace-batch"));
        assertEquals("millrace-batch", ReadBack.engine("millrace-batch"));
    }

    @Test
    void anEmptyTopicIsNoSuccess() {
        // given
        SettledState nothing = new SettledState(Map.of(), Map.of(), Map.of(), OptionalDouble.of(0),
                Set.of("stream", "batch"));
        // then
        assertFalse(nothing.merged());
        assertTrue(broken(IN, nothing, landed(31, 31, 30, 13, 3)).contains(
                "the table has everything up to the end of the topic"));
    }

    private static Observed landed(long rows, long keys, long equal, long dead, long streamCommits) {
        return new Observed(rows, keys, equal, Map.of("batch", rows),
                Map.of("millrace-stream", streamCommits, "millrace-batch", 1L), 4, 900, "/tables/earthquake", dead,
                books(rows, IN.poison() + IN.bypassing()), rows + 5 + IN.poison() + IN.bypassing(), 1, 1);
    }

    private static Books books(long rows, long dead) {
        return new Books(0, rows + 5 + dead, rows, 0, 5, new OtherOffsets.Counts(dead, 0, 0));
    }

    @Test
    void aLetterThatWasNotRedrivenAndAnUncorrectedRowBreakPromises() {
        // given
        Observed out = landed(31, 31, 30, 13, 3);
        Observed uncorrected = new Observed(31, 31, 30, out.rowsByWriter(), out.commitsByWriter(), 4, 900,
                out.location(), 13, out.books(), out.bronzeRows(), 1, 0);
        Observed left = new Observed(30, 30, 30, out.rowsByWriter(), out.commitsByWriter(), 4, 900, out.location(), 13,
                books(30, 13), 48, 0, 0);
        // then
        assertEquals(List.of("every corrected event is a row"), broken(IN, AT_REST, uncorrected));
        assertEquals(List.of("every event that bypassed the gateway is redriven", "every corrected event is a row"),
                broken(IN, AT_REST, left));
    }

    @Test
    void aRecordThatIsNotInBronzeBreaksAPromise() {
        // given
        Observed out = landed(31, 31, 30, 13, 3);
        // then
        assertEquals(List.of("bronze has a row for each offset"),
                broken(IN, AT_REST, new Observed(31, 31, 30, out.rowsByWriter(), out.commitsByWriter(), 4, 900,
                        out.location(), 13, out.books(), out.bronzeRows() - 1, 1, 1)));
    }

    @Test
    void booksThatDoNotBalanceBreakAPromise() {
        String promise = "the books balance: each offset is a row, a delivery without effect or a dead letter";
        for (Books wrong : List.of(new Books(0, 50, 31, 0, 5, new OtherOffsets.Counts(13, 0, 0)),
                books(30, 13), books(31, 12))) {
            Observed out = landed(31, 31, 30, 13, 3);
            assertEquals(List.of(promise), broken(IN, AT_REST, new Observed(31, 31, 30, out.rowsByWriter(),
                    out.commitsByWriter(), 4, 900, out.location(), 13, wrong, wrong.until() - wrong.from(), 1, 1)));
        }
    }

    private static List<String> broken(Sent in, SettledState rest, Observed out) {
        return PromiseCheck.of(in, rest, out).stream().filter(p -> !p.held()).map(PromiseCheck.Promise::text).toList();
    }
}
