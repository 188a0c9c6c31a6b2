package io.millrace.contracts.schema;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The name of a stream: its artifact id in the registry, its Kafka topic and its table folder.
 *
 * @param value
 *            1 to 100 characters: a lower-case letter, then lower-case letters, digits, {@code -} or {@code _}. No dot,
 *            so that {@link #deadLetterTopic()} can never be the name of another stream, and not the endings of
 *            {@link #bronzeTable()} and {@link #letterTable()}, for the same reason.
 */
public record StreamName(String value) implements Comparable<StreamName> {
    private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9_-]{0,99}");
    private static final String DEAD_LETTER_SUFFIX = ".dlq";
    private static final String BRONZE_SUFFIX = "_bronze";
    private static final String LETTER_SUFFIX = "_dlq";

    public StreamName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("'" + value + "' is no stream name. Use a lower-case letter followed by"
                    + " up to 99 lower-case letters, digits, '-' or '_', not ending in '" + BRONZE_SUFFIX + "' or '"
                    + LETTER_SUFFIX + "'.");
        }
    }

    /** Whether the text may name a stream. */
    public static boolean isLegal(String value) {
        return LEGAL.matcher(value).matches() && !value.endsWith(BRONZE_SUFFIX)
                && !value.endsWith(LETTER_SUFFIX);
    }

    /** The topic that holds the stream's events. */
    public String topic() {
        return value;
    }

    /** The topic that holds what could not be merged, with its original bytes. */
    public String deadLetterTopic() {
        return value + DEAD_LETTER_SUFFIX;
    }

    /** The name of the table that holds the stream's raw records. */
    public String bronzeTable() {
        return value + BRONZE_SUFFIX;
    }

    /** The name of the table that holds the stream's dead letters. */
    public String letterTable() {
        return value + LETTER_SUFFIX;
    }

    /** The stream that has this table beside its own; empty when it is the name of no bronze table or letter table. */
    public static Optional<StreamName> ofFurtherTable(String table) {
        return Stream.of(BRONZE_SUFFIX, LETTER_SUFFIX).filter(table::endsWith)
                .map(suffix -> table.substring(0, table.length() - suffix.length())).filter(StreamName::isLegal)
                .map(StreamName::new).findFirst();
    }

    @Override
    public int compareTo(StreamName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
