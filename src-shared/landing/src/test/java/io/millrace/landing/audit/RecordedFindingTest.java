package io.millrace.landing.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.landing.audit.RecordedFinding.FindingState;
import io.millrace.table.SourcePartition;
import org.junit.jupiter.api.Test;

class RecordedFindingTest {
    private static final SourcePartition SOURCE = new SourcePartition("AAAAAAAAAAAAAAAAAAAAAA", 2);
    private static final RecordedFinding GAP = open(AuditFinding.Kind.GAP, SOURCE, 41);
    /** A row whose topic is not known, without metadata. */
    private static final RecordedFinding DOUBLED = open(AuditFinding.Kind.DOUBLED,
            new SourcePartition("", Integer.MIN_VALUE), Long.MIN_VALUE);

    private static RecordedFinding open(AuditFinding.Kind kind, SourcePartition source, long offset) {
        return RecordedFinding.open(new AuditFinding(kind, source, offset, Optional.empty(), "test"));
    }

    @Test
    void findingsAreReadFromTheMarksThatTheyAreWrittenAs() {
        Map<String, Long> marks = new HashMap<>(Map.of("millrace-audit/x/0", 7L, "millrace/x/0", 9L));
        marks.put(GAP.name(), GAP.number());
        marks.put(DOUBLED.name(), DOUBLED.number());

        assertEquals(List.of(DOUBLED, GAP), RecordedFinding.of(marks));
        assertEquals(List.of(DOUBLED, GAP), RecordedFinding.open(marks));
    }

    @Test
    void aRepairedFindingIsNotOpen() {
        RecordedFinding repaired = GAP.as(FindingState.REPAIRED);

        assertEquals(List.of(repaired), RecordedFinding.of(Map.of(repaired.name(), repaired.number())));
        assertEquals(List.of(), RecordedFinding.open(Map.of(repaired.name(), repaired.number())));
    }

    @Test
    void anExplanationClosesAllOpenFindingsAndIsRecordedOnce() {
        Map<String, Long> marks = new HashMap<>(Map.of(GAP.name(), GAP.number(), DOUBLED.name(), DOUBLED.number()));

        marks.putAll(
                RecordedFinding.explained(RecordedFinding.open(marks), List.of(), Instant.EPOCH, "a restored copy"));

        assertEquals(List.of(), RecordedFinding.open(marks));
        assertEquals(2L, marks.get("millrace-audit-explained/0/a+restored+copy"));
        assertEquals(Map.of(),
                RecordedFinding.explained(RecordedFinding.open(marks), List.of(), Instant.EPOCH, "again"));
        assertThrows(IllegalArgumentException.class,
                () -> RecordedFinding.explained(List.of(GAP), List.of(), Instant.EPOCH, " "));
    }
}
