package io.millrace.bench.chaos.history;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;

/**
 * An event of {@link #CONTRACT}, and of {@link #EVOLVED} when it has a note.
 *
 * @param key
 *            its pk and event id
 * @param revision
 *            orders the events of a key
 * @param eventTimeMicros
 *            microseconds since the epoch
 * @param amount
 *            not negative, by the quality rule of the contract
 * @param note
 *            the field that the contract gains in mid-run; null without it
 */
public record ChaosEvent(EventKey key, long revision, long eventTimeMicros, long amount, @Nullable String note) {
    /** The quality rule that every event keeps. */
    public static final String RULE = "amount-not-negative";
    /** The contract of the first half of a run. */
    public static final String CONTRACT = contract("");
    /** The additive step of the second half. */
    public static final String EVOLVED = contract(
            ", {\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}");

    private static String contract(String added) {
        return """
                {"type": "record", "name": "Transfer",
                 "millrace": {"freshness": "PT2S", "rules": [{"name": "%s", "expr": "message.amount >= 0"}]},
                 "fields": [
                  {"name": "pk", "type": "string"},
                  {"name": "event_id", "type": "string"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "revision", "type": "long", "default": 0},
                  {"name": "amount", "type": "long"}%s
                ]}""".formatted(RULE, added);
    }

    /** The event of a row; values that no event has stand for what is missing. */
    public static ChaosEvent ofRow(Map<String, @Nullable Object> row) {
        return new ChaosEvent(new EventKey(String.valueOf(row.get("pk")), String.valueOf(row.get("event_id"))),
                number(row, "revision"), number(row, "event_time"), number(row, "amount"),
                row.get("note") instanceof String text ? text : null);
    }

    private static long number(Map<String, @Nullable Object> row, String column) {
        return row.get(column) instanceof Long value ? value : Long.MIN_VALUE;
    }

    /** The event as JSON, in one line. */
    public String json() {
        return String.format(Locale.ROOT,
                "{\"pk\": \"%s\", \"event_id\": \"%s\", \"event_time\": %d, \"revision\": %d, \"amount\": %d%s}",
                key.pk(), key.eventId(), eventTimeMicros, revision, amount,
                note == null ? "" : ", \"note\": \"" + note + "\"");
    }

    /** Events as the body of one request. */
    public static String lines(List<ChaosEvent> events) {
        return events.stream().map(ChaosEvent::json).collect(Collectors.joining("\n"));
    }
}
