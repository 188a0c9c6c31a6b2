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
    private static final Sent IN = new Sent(30, 30, 5, 5, 7, 7, 12);
    private static final SettledState AT_REST = new SettledState(ENDS, ENDS, ENDS, OptionalDouble.of(0),
            Set.of("stream", "batch"));

    @Test
    void everyPromiseHoldsWhenAllFiguresAgree() {
        // when
        var broken = broken(IN, AT_REST, landed(30, 30, 30, 12, 3));
        // then
        assertEquals(List.of(), broken);
    }

    @Test
    void oneRowTooManyBreaksAPromise() {
        assertEquals(List.of("one row per event"), broken(IN, AT_REST, landed(31, 30, 30, 12, 3)));
    }

    @Test
    void aDuplicateKeyBreaksAPromise() {
        assertEquals(List.of("one row per key"), broken(IN, AT_REST, landed(30, 29, 30, 12, 3)));
    }

    @Test
    void aChangedEventBreaksAPromise() {
        assertEquals(List.of("every event is in the table as it was sent"),
                broken(IN, AT_REST, landed(30, 30, 29, 12, 3)));
    }

    @Test
    void aLostPoisonRecordBreaksAPromise() {
        assertEquals(List.of("every poison record is a dead letter"), broken(IN, AT_REST, landed(30, 30, 30, 11, 3)));
    }

    @Test
    void anAcceptedOffenceAndAnUnacknowledgedEventBreakPromises() {
        // given
        Sent in = new Sent(30, 29, 5, 4, 7, 6, 12);
        // when
        var broken = broken(in, AT_REST, landed(30, 30, 30, 12, 3));
        // then
        assertEquals(3, broken.size());
    }

    @Test
    void anAuditThatSaysNothingIsNotOk() {
        // given
        SettledState silent = new SettledState(ENDS, ENDS, ENDS, OptionalDouble.empty(), Set.of("stream", "batch"));
        // then
        assertEquals(List.of("the audit misses nothing"), broken(IN, silent, landed(30, 30, 30, 12, 3)));
    }

    @Test
    void anAuditThatStoppedBeforeTheEndIsNotOk() {
        // given
        SettledState behind = new SettledState(ENDS, ENDS, Map.of(0, 10L), OptionalDouble.of(0),
                Set.of("stream", "batch"));
        // then
        assertEquals(List.of("the audit went up to the end of the topic"),
                broken(IN, behind, landed(30, 30, 30, 12, 3)));
    }

    @Test
    void aWriterWithoutCommitsMustBeReadyAndAtTheEnd() {
        // given
        SettledState streamDown = new SettledState(ENDS, ENDS, ENDS, OptionalDouble.of(0), Set.of("batch"));
        // then
        assertEquals(List.of(), broken(IN, AT_REST, landed(30, 30, 30, 12, 0)));
        assertEquals(List.of("the stream writer merged, or had nothing left to do"),
                broken(IN, streamDown, landed(30, 30, 30, 12, 0)));
    }

    @Test
    void rowsOfAWriterWithoutCommitsBreakAPromise() {
        // given
        Observed uncounted = new Observed(30, 30, 30, Map.of("batch", 30L), Map.of("millrace-stream", 1L), 4, 900,
                "/tables/earthquake", 12, books(30, 12));
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
        assertTrue(broken(IN, nothing, landed(30, 30, 30, 12, 3)).contains(
                "the table has everything up to the end of the topic"));
    }

    private static Observed landed(long rows, long keys, long equal, long dead, long streamCommits) {
        return new Observed(rows, keys, equal, Map.of("batch", rows),
                Map.of("millrace-stream", streamCommits, "millrace-batch", 1L), 4, 900, "/tables/earthquake", dead,
                books(rows, IN.poison()));
    }

    private static Books books(long rows, long dead) {
        return new Books(0, rows + 5 + dead, rows, 0, 5, new OtherOffsets.Counts(dead, 0, 0));
    }

    @Test
    void booksThatDoNotBalanceBreakAPromise() {
        String promise = "the books balance: each offset is a row, a delivery without effect or a dead letter";
        for (Books wrong : List.of(Books.NONE, new Books(0, 48, 30, 0, 5, new OtherOffsets.Counts(12, 0, 0)),
                books(29, 12), books(30, 11))) {
            Observed out = landed(30, 30, 30, 12, 3);
            assertEquals(List.of(promise), broken(IN, AT_REST, new Observed(30, 30, 30, out.rowsByWriter(),
                    out.commitsByWriter(), 4, 900, out.location(), 12, wrong)));
        }
    }

    private static List<String> broken(Sent in, SettledState rest, Observed out) {
        return PromiseCheck.of(in, rest, out).stream().filter(p -> !p.held()).map(PromiseCheck.Promise::text).toList();
    }
}
