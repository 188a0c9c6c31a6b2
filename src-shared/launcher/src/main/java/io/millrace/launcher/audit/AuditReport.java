package io.millrace.launcher.audit;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.landing.audit.AuditCounts;
import io.millrace.landing.audit.AuditFinding;
import io.millrace.landing.audit.RecordedFinding;
import io.millrace.table.AcknowledgedDifference;
import io.millrace.table.Books;
import io.millrace.table.DeletedOffsets;

/** The forms in which an audit is printed and exported. */
public final class AuditReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AuditReport() {}

    /**
     * A finding as an object.
     *
     * @param keys
     *            whether pk and event id are shown, which may be personal data
     */
    public static ObjectNode json(AuditFinding finding, boolean keys) {
        ObjectNode json = JSON.createObjectNode().put("kind", finding.kind().label())
                .put("topic_id", finding.source().topicId()).put("partition", finding.source().partition())
                .put("offset", finding.offset());
        finding.pkHash().ifPresent(hash -> json.put("pk_hash", hash));
        if (keys) {
            finding.key().ifPresent(key -> json.put("pk", key.pk()).put("event_id", key.eventId()));
        }
        return json.put("detail", finding.detail());
    }

    /** A finding as a line of text. */
    public static String text(AuditFinding finding, boolean keys) {
        return finding.kind().label() + "  topic " + finding.source().topicId() + ", partition "
                + finding.source().partition() + ", offset " + finding.offset()
                + finding.pkHash().map(hash -> ", pk hash " + hash).orElse("")
                + (keys
                        ? finding.key().map(k -> ", pk " + printable(k.pk()) + ", event id " + printable(k.eventId()))
                                .orElse("")
                        : "")
                + ": " + finding.detail();
    }

    /** A text without control characters, which a terminal would obey: each one becomes its escape in Java and JSON. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.chars().forEach(c -> printable
                .append(Character.isISOControl(c) ? String.format(Locale.ROOT, "\\u%04x", c) : (char) c));
        return printable.toString();
    }

    /** The result as one object. */
    public static ObjectNode json(String stream, AuditCounts counts, Map<String, Books> books,
            List<AcknowledgedDifference> acknowledged) {
        ObjectNode json = JSON.createObjectNode().put("stream", stream).put("records", counts.records())
                .put("rows", counts.rows()).put("gaps", counts.gaps()).put("ghosts", counts.ghosts())
                .put("doubled", counts.doubled()).put("unjudged", counts.unjudged());
        ArrayNode topics = json.putArray("books");
        books.forEach((topicId, of) -> topics.addObject().put("topic_id", topicId)
                .put("offsets", of.until() - of.from()).put("inserted", of.inserted()).put("replaced", of.replaced())
                .put("unchanged", of.unchanged()).put("dead_lettered", of.others().deadLetters())
                .put("without_record", of.others().withoutRecord()).put("deleted", of.others().deleted())
                .put("acknowledged", of.acknowledged()).put("difference", of.difference()));
        ArrayNode entries = json.putArray("acknowledged");
        acknowledged.forEach(entry -> entries.addObject().put("topic_id", entry.topicId())
                .put("offsets", entry.offsets()).put("at", entry.at().toString()).put("reason", entry.reason()));
        return json;
    }

    /**
     * Adds the open findings of batch-service to a result.
     *
     * @param explained
     *            the number of findings of the audit that an operator has explained
     */
    public static ObjectNode withOpen(ObjectNode result, List<RecordedFinding> open, long explained) {
        result.put("explained", explained);
        ArrayNode findings = result.putArray("open_findings");
        open.forEach(finding -> findings.addObject().put("kind", finding.kind().label())
                .put("topic_id", finding.source().topicId()).put("partition", finding.source().partition())
                .put("offset", finding.offset()));
        return result;
    }

    /** Adds the open entries of offsets that Kafka deleted before they were merged to a result. */
    public static ObjectNode withDeleted(ObjectNode result, List<DeletedOffsets> open) {
        ArrayNode entries = result.putArray("deleted_open");
        open.forEach(entry -> entries.add(coordinates(JSON.createObjectNode(), entry)));
        return result;
    }

    /** An open entry of offsets that Kafka deleted before they were merged as a line of an export. */
    public static ObjectNode json(DeletedOffsets open) {
        return coordinates(JSON.createObjectNode().put("kind", "deleted"), open).put("detail",
                "Kafka deleted the offsets before they were merged");
    }

    private static ObjectNode coordinates(ObjectNode json, DeletedOffsets entry) {
        return json.put("topic_id", entry.source().topicId()).put("partition", entry.source().partition())
                .put("from", entry.offsets().from()).put("until", entry.offsets().until());
    }

    /** Prints the open entries of offsets that Kafka deleted before they were merged. */
    public static void printDeleted(PrintStream out, List<DeletedOffsets> open) {
        open.forEach(entry -> out.println("deleted by Kafka before they were merged: " + text(entry)));
    }

    /** An entry of offsets that Kafka deleted as text. */
    public static String text(DeletedOffsets entry) {
        return entry.text() + ", " + entry.count() + (entry.count() == 1 ? " offset" : " offsets");
    }

    /** Prints the number of explained findings, and the open findings of batch-service. */
    public static void printOpen(PrintStream out, List<RecordedFinding> open, long explained) {
        if (explained > 0) {
            out.printf(Locale.ROOT, "%,d of the findings are explained%n", explained);
        }
        open.forEach(finding -> out.println("open finding of batch-service: " + finding.kind().label() + "  topic "
                + finding.source().topicId() + ", partition " + finding.source().partition() + ", offset "
                + finding.offset()));
    }

    /** The result as text. */
    public static void print(PrintStream out, AuditCounts counts, Map<String, Books> books,
            List<AcknowledgedDifference> acknowledged) {
        out.printf(Locale.ROOT, "%,d records and %,d rows compared: %,d gaps, %,d ghosts, %,d doubled keys%n",
                counts.records(), counts.rows(), counts.gaps(), counts.ghosts(), counts.doubled());
        if (counts.unjudged() > 0) {
            out.printf(Locale.ROOT,
                    "%,d not judged: the audit read no record to compare them with, or their dead letters are gone%n",
                    counts.unjudged());
        }
        books.forEach((topicId, of) -> out.println("books of topic " + topicId + ": " + text(of)));
        acknowledged.forEach(entry -> out.println("acknowledged at " + entry.at() + ": " + entry.offsets()
                + " offsets of topic " + entry.topicId() + ", " + entry.reason()));
    }

    /** The books of a topic as a line of text. */
    public static String text(Books of) {
        return (of.until() - of.from()) + " offsets = " + of.inserted() + " inserted + " + of.replaced()
                + " replaced + " + of.unchanged() + " unchanged + " + of.others().deadLetters() + " dead letters + "
                + of.others().withoutRecord() + " without a record + " + of.others().deleted() + " deleted by Kafka"
                + (of.acknowledged() == 0 ? "" : " + " + of.acknowledged() + " acknowledged")
                + (of.difference() == 0 ? "" : "; OUT OF BALANCE by " + of.difference());
    }
}
