package io.millrace.launcher.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.landing.audit.AuditCounts;
import io.millrace.landing.audit.AuditFinding;
import io.millrace.landing.audit.RecordedFinding;
import io.millrace.table.AcknowledgedDifference;
import io.millrace.table.Books;
import io.millrace.table.OtherOffsets;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.EventKey;
import org.junit.jupiter.api.Test;

class AuditReportTest {
    private static final AuditFinding FINDING = new AuditFinding(AuditFinding.Kind.GAP, new SourcePartition("t", 2), 7,
            Optional.of(new EventKey("jane@example.org", "order-1")), "no row");

    @Test
    void aFindingShowsTheHashOfThePkAndNoValueUnlessKeysAreWanted() {
        // by `printf jane@example.org | sha256sum | cut -c1-16`
        String hash = "13d855ce931073d4";
        assertEquals(AuditFinding.hash("jane@example.org"), FINDING.pkHash().orElseThrow());
        assertEquals(
                "{\"kind\":\"gap\",\"topic_id\":\"t\",\"partition\":2,\"offset\":7,\"pk_hash\":\"" + hash
                        + "\",\"detail\":\"no row\"}",
                AuditReport.json(FINDING, false).toString());
        assertFalse(AuditReport.text(FINDING, false).contains("jane"));
        assertFalse(AuditReport.text(FINDING, false).contains("order-1"));
        assertEquals("jane@example.org", AuditReport.json(FINDING, true).path("pk").textValue());
        assertEquals("order-1", AuditReport.json(FINDING, true).path("event_id").textValue());
    }

    @Test
    void aKeyCannotWriteControlCharactersToATerminal() {
        AuditFinding planted = new AuditFinding(AuditFinding.Kind.GAP, FINDING.source(), 7,
                Optional.of(new EventKey("a\n\u001b[2J", "b\u009b1m")), "no row");

        assertTrue(AuditReport.text(planted, true).contains("pk a\\u000a\\u001b[2J, event id b\\u009b1m"));
    }

    @Test
    void anExplainedFindingIsNotOpenAgain() {
        AuditFinding other = new AuditFinding(AuditFinding.Kind.GHOST, FINDING.source(), 8, Optional.empty(), "none");
        FoundDifferences first = new FoundDifferences(Map.of());
        assertFalse(first.add(FINDING));

        FoundDifferences second = new FoundDifferences(
                RecordedFinding.explained(first.open(), List.of(), Instant.EPOCH, "planted"));

        assertTrue(second.add(FINDING));
        assertFalse(second.add(other));
        assertEquals(1, second.explained());
        assertEquals(List.of(RecordedFinding.open(other)), List.copyOf(second.open()));
    }

    @Test
    void oneCallExplainsALimitedNumberOfFindings() {
        FoundDifferences found = new FoundDifferences(Map.of());
        for (int i = 0; i < FoundDifferences.MOST_EXPLAINED + 2; i++) {
            found.add(new AuditFinding(AuditFinding.Kind.GAP, FINDING.source(), i, Optional.empty(), "no row"));
        }

        assertEquals(FoundDifferences.MOST_EXPLAINED, found.open().size());
        assertEquals(2, found.others());
    }

    @Test
    void aReportHasTheBooksAndWhatWasAcknowledged() {
        Books books = new Books(0, 20, 5, 1, 2, new OtherOffsets.Counts(3, 4, 1), 2);

        var json = AuditReport.json("s", new AuditCounts(9, 8, 1, 2, 3, 4), Map.of("t", books),
                List.of(new AcknowledgedDifference("t", 2, Instant.ofEpochSecond(5), "restored")));

        assertEquals("{\"stream\":\"s\",\"records\":9,\"rows\":8,\"gaps\":1,\"ghosts\":2,\"doubled\":3,\"unjudged\":4,"
                + "\"books\":[{\"topic_id\":\"t\",\"offsets\":20,\"inserted\":5,\"replaced\":1,\"unchanged\":2,"
                + "\"dead_lettered\":3,\"without_record\":4,\"deleted\":1,\"acknowledged\":2,\"difference\":2}],"
                + "\"acknowledged\":[{\"topic_id\":\"t\",\"offsets\":2,\"at\":\"1970-01-01T00:00:05Z\","
                + "\"reason\":\"restored\"}]}", json.toString());
    }
}
