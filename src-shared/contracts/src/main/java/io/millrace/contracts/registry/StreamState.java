package io.millrace.contracts.registry;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a stream is between its creation and its deletion. The registry keeps it as labels beside the contract. */
public sealed interface StreamState {
    /** The label that names the state; without it a stream is active. */
    String STATE_LABEL = "millrace-state";
    /** The label that says since when, in ISO 8601. */
    String SINCE_LABEL = "millrace-state-since";
    /** The label that says what becomes of the data. */
    String DATA_LABEL = "millrace-data";
    /** The label that counts how often the stream was deleted with its data and created again. */
    String GENERATION_LABEL = "millrace-generation";

    /** How often the stream was deleted with its data and created again: what was read of an earlier one is void. */
    int generation();

    /** Events are accepted and merged. */
    record Active(int generation) implements StreamState {}

    /**
     * A deletion was asked for: no event is accepted and stream-service merges no more; batch-service does the rest.
     *
     * @param data
     *            what becomes of the topics and the table
     * @param since
     *            when it was asked for, by the clock of the gateway
     */
    record Deleting(Data data, Instant since, int generation) implements StreamState {}

    /** Deleted; topics, table and contract are kept for a stream of the same name. */
    record Kept(int generation) implements StreamState {}

    /** Deleted with its topics and its table. */
    record Deleted(int generation) implements StreamState {}

    /** The decision on topics and tables. */
    enum Data {
        /** All events that were accepted are merged, then topics and table stay as they are. */
        KEEP,
        /** Topics and table are deleted, with the events that were not merged yet. */
        DELETE,
        /** Deleted if nothing was ever stored, else kept. */
        KEEP_UNLESS_EMPTY;

        /** As it stands in the query, in answers and in the label. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether events are accepted and merged. */
    default boolean isActive() {
        return this instanceof Active;
    }

    /**
     * Reads the labels of a contract in the registry.
     *
     * @throws IllegalArgumentException
     *             when they are none that {@link #labels} writes
     */
    static StreamState of(Map<String, ?> labels) {
        int generation = Integer.parseInt(text(labels, GENERATION_LABEL, "0"));
        String state = text(labels, STATE_LABEL, "active");
        return switch (state) {
            case "active" -> new Active(generation);
            case "kept" -> new Kept(generation);
            case "deleted" -> new Deleted(generation);
            case "deleting" -> new Deleting(data(text(labels, DATA_LABEL, "")), since(labels), generation);
            default -> throw new IllegalArgumentException("the label " + STATE_LABEL + " must be active, deleting, kept"
                    + " or deleted, not '" + state + "'");
        };
    }

    /** The labels that {@link #of} reads. */
    default Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        switch (this) {
            case Active active -> labels.put(STATE_LABEL, "active");
            case Kept kept -> labels.put(STATE_LABEL, "kept");
            case Deleted deleted -> labels.put(STATE_LABEL, "deleted");
            case Deleting deleting -> {
                labels.put(STATE_LABEL, "deleting");
                labels.put(SINCE_LABEL, deleting.since().toString());
                labels.put(DATA_LABEL, deleting.data().text());
            }
        }
        labels.put(GENERATION_LABEL, Integer.toString(generation()));
        return labels;
    }

    private static Data data(String text) {
        for (Data data : Data.values()) {
            if (data.text().equals(text)) {
                return data;
            }
        }
        throw new IllegalArgumentException(
                "the label " + DATA_LABEL + " must say what becomes of the data, not '" + text
                        + "'");
    }

    private static Instant since(Map<String, ?> labels) {
        try {
            return Instant.parse(text(labels, SINCE_LABEL, ""));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("the label " + SINCE_LABEL + " must be a time in ISO 8601", e);
        }
    }

    private static String text(Map<String, ?> labels, String name, String absent) {
        Object value = labels.get(name);
        return value == null ? absent : value.toString();
    }
}
