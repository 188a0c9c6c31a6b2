package io.millrace.systemtests.debezium;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The differences between the changes in PostgreSQL and the table.
 *
 * @param done
 *            every change that was committed
 * @param postgres
 *            the rows that PostgreSQL has at the end, by id
 * @param landed
 *            the rows of the Delta table
 * @param records
 *            how many records the topic has; the more than changes, the more was delivered again
 * @param deadLetters
 *            how many dead letters there are
 */
record TableDifferences(
        List<DatabaseChange> done,
        Map<Long, OrderRow> postgres,
        List<DatabaseChange.Landed> landed,
        long records,
        long deadLetters) {
    private static final ObjectMapper JSON = new ObjectMapper();

    TableDifferences {
        done = List.copyOf(done);
        postgres = Map.copyOf(postgres);
        landed = List.copyOf(landed);
    }

    /** Whether the table has each change once, and something was delivered again. */
    boolean ok() {
        return missing() == 0 && surplus() == 0 && isReplayEqual() && deadLetters == 0 && redelivered() > 0;
    }

    /** Changes that the table does not have. */
    long missing() {
        return beyond(tally(done), tally(changes()));
    }

    /** Rows of the table that are no change, or one that it has already. */
    long surplus() {
        return beyond(tally(changes()), tally(done));
    }

    /** Whether the changes in the table, one after the other, make what PostgreSQL has. */
    boolean isReplayEqual() {
        return DatabaseChange.replayed(landed).equals(postgres);
    }

    /** How many changes Debezium delivered once more. */
    long redelivered() {
        return records - done.size();
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder("\n");
        line(text, "changes", done.size() + " committed in PostgreSQL: " + byOp());
        line(text, "delivered", records + " records in Kafka, " + redelivered() + " of them once more");
        line(text, "in the table", landed.size() + " rows, " + missing() + " missing, " + surplus() + " too many");
        line(text, "replayed", isReplayEqual()
                ? "the changes make the " + postgres.size() + " rows that PostgreSQL has"
                : "the changes do NOT make the " + postgres.size() + " rows that PostgreSQL has");
        line(text, "dead letters", String.valueOf(deadLetters));
        return text.append(ok()
                ? "\nOK: every change is in the table once, as PostgreSQL has it."
                : "\nFAILED: the table is not what was done in PostgreSQL, or nothing was delivered again.").toString();
    }

    /** As one line of JSON. */
    String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("changes", done.size()).put("records", records).put("redelivered", redelivered());
        json.put("rows", landed.size()).put("missing", missing()).put("surplus", surplus());
        json.put("replay_equal", isReplayEqual()).put("dead_letters", deadLetters);
        return json.put("ok", ok()).toString();
    }

    private List<DatabaseChange> changes() {
        return landed.stream().map(DatabaseChange.Landed::change).toList();
    }

    private String byOp() {
        return done.stream()
                .collect(Collectors.groupingBy(DatabaseChange::op, java.util.TreeMap::new, Collectors.counting()))
                .entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining(", "));
    }

    private static Map<DatabaseChange, Long> tally(Collection<DatabaseChange> changes) {
        return changes.stream()
                .collect(Collectors.groupingBy(Function.identity(), HashMap::new, Collectors.counting()));
    }

    /** How many of the one there are that the other does not have. */
    private static long beyond(Map<DatabaseChange, Long> one, Map<DatabaseChange, Long> other) {
        return one.entrySet().stream().mapToLong(e -> Math.max(0, e.getValue() - other.getOrDefault(e.getKey(), 0L)))
                .sum();
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format(Locale.ROOT, "  %-14s %s%n", label, value));
    }
}
