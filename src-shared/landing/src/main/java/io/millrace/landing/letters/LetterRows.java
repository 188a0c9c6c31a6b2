package io.millrace.landing.letters;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.EventRow;
import io.millrace.table.TableReader;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.Precedence;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Letters as rows of a table of dead letters, and rows as letters. */
public final class LetterRows {
    private LetterRows() {}

    /** The row of a letter. */
    public static EventRow row(StreamName stream, Letter letter) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put(LetterTable.ID, letter.id());
        row.put(LetterTable.STREAM, stream.value());
        row.put(LetterTable.REVISION, letter.revision());
        row.put(LetterTable.STATE, letter.state().code());
        row.put(LetterTable.ATTEMPTS, letter.attempts());
        row.put(LetterTable.REASON, letter.cause().reason().orElse(null));
        row.put(LetterTable.RULE, letter.cause().rule().orElse(null));
        row.put(LetterTable.POINTER, letter.cause().pointer().orElse(null));
        row.put(LetterTable.MESSAGE, letter.cause().message().orElse(null));
        row.put(LetterTable.CONTRACT, letter.cause().contract().orElse(null));
        letter.source().ifPresent(
                at -> put(row, at, LetterTable.TOPIC_ID, LetterTable.PARTITION, LetterTable.OFFSET));
        put(row, letter.position(), LetterTable.LETTER_TOPIC_ID, LetterTable.LETTER_PARTITION,
                LetterTable.LETTER_OFFSET);
        letter.sentTo().ifPresent(at -> put(row, at, LetterTable.SENT_TOPIC_ID, LetterTable.SENT_PARTITION,
                LetterTable.SENT_OFFSET));
        row.put(LetterTable.FIRST_SEEN, letter.firstSeenMicros());
        row.put(LetterTable.LAST_SEEN, letter.lastSeenMicros());
        row.put(LetterTable.KEY, letter.record().key());
        row.put(LetterTable.VALUE, letter.record().value());
        row.put(LetterTable.HEADERS, letter.record().headers().stream().map(LetterRows::header).toList());
        return new EventRow(new EventKey(letter.id(), stream.value()),
                new Precedence(letter.revision(), letter.position().offset()), letter.position().partition(),
                letter.lastSeenMicros(), row);
    }

    private static void put(Map<String, @Nullable Object> row, RecordPosition at, String topicId, String partition,
            String offset) {
        row.put(topicId, at.topicId());
        row.put(partition, at.partition());
        row.put(offset, at.offset());
    }

    private static Map<String, @Nullable Object> header(Header header) {
        Map<String, @Nullable Object> entry = new HashMap<>();
        entry.put(LetterTable.HEADER_KEY, header.key());
        entry.put(LetterTable.HEADER_VALUE, header.value());
        return entry;
    }

    /**
     * The letter of a row.
     *
     * @param row
     *            values by column name
     */
    public static Letter letter(Map<String, @Nullable Object> row) {
        return new Letter((String) required(row, LetterTable.ID), state(row),
                (Integer) required(row, LetterTable.ATTEMPTS),
                new RefusalCause(text(row, LetterTable.REASON), text(row, LetterTable.RULE),
                        text(row, LetterTable.POINTER), text(row, LetterTable.MESSAGE),
                        text(row, LetterTable.CONTRACT)),
                position(row, LetterTable.TOPIC_ID, LetterTable.PARTITION, LetterTable.OFFSET),
                position(row, LetterTable.LETTER_TOPIC_ID, LetterTable.LETTER_PARTITION, LetterTable.LETTER_OFFSET)
                        .orElseThrow(() -> new IllegalArgumentException("a letter has no position")),
                (Long) required(row, LetterTable.FIRST_SEEN), (Long) required(row, LetterTable.LAST_SEEN),
                new RefusedRecord((byte[]) row.get(LetterTable.KEY), (byte[]) row.get(LetterTable.VALUE),
                        headers(row.get(LetterTable.HEADERS))),
                sentTo(row));
    }

    /** The ids among those of a filter that the table does not have, in alphabetical order. */
    public static List<String> unknown(TableReader table, LetterFilter filter) {
        Set<String> left = new TreeSet<>(filter.ids());
        if (!left.isEmpty() && table.status().isPresent()) {
            table.values(Set.of(LetterTable.ID), row -> left.remove(row.get(LetterTable.ID)));
        }
        return List.copyOf(left);
    }

    /** The letter with an id; empty when the table has none. */
    public static Optional<Letter> find(TableReader table, StreamName stream, String id) {
        return table.locate(LetterTable.KEY_COLUMNS, new EventKey(id, stream.value()), LetterTable.NAMES).stream()
                .map(row -> letter(row.values())).findFirst();
    }

    /**
     * Gives out the letters that may be of an event, in any order: those whose header has its event id, and those without that
     * header. Only the headers are read unless there is such a letter.
     */
    public static void forEvent(TableReader table, String eventId, Consumer<Letter> sink) {
        boolean[] any = {false};
        table.values(Set.of(LetterTable.HEADERS), row -> any[0] = any[0] || mayBeOf(eventId, row));
        if (any[0]) {
            table.rows(Long.MAX_VALUE, row -> {
                if (mayBeOf(eventId, row)) {
                    sink.accept(letter(row));
                }
            });
        }
    }

    private static boolean mayBeOf(String eventId, Map<String, @Nullable Object> row) {
        return EventHeaders.text(new RecordHeaders(headers(row.get(LetterTable.HEADERS))), EventHeaders.EVENT_ID)
                .map(eventId::equals).orElse(true);
    }

    /** Where the record of a row is that was redriven last. */
    static Optional<RecordPosition> sentTo(Map<String, @Nullable Object> row) {
        return position(row, LetterTable.SENT_TOPIC_ID, LetterTable.SENT_PARTITION, LetterTable.SENT_OFFSET);
    }

    private static Optional<RecordPosition> position(Map<String, @Nullable Object> row, String topicId,
            String partition, String offset) {
        return row.get(topicId) instanceof String id && row.get(partition) instanceof Integer number
                && row.get(offset) instanceof Long at
                        ? Optional.of(new RecordPosition(id, number, at))
                        : Optional.empty();
    }

    private static List<Header> headers(@Nullable Object list) {
        List<Header> headers = new ArrayList<>();
        if (list instanceof List<?> entries) {
            for (Object entry : entries) {
                Map<?, ?> header = (Map<?, ?>) entry;
                headers.add(new RecordHeader(String.valueOf(header.get(LetterTable.HEADER_KEY)),
                        (byte[]) header.get(LetterTable.HEADER_VALUE)));
            }
        }
        return headers;
    }

    private static Optional<String> text(Map<String, @Nullable Object> row, String column) {
        return Optional.ofNullable((String) row.get(column));
    }

    /** The state of the letter of a row. */
    static LetterState state(Map<String, @Nullable Object> row) {
        String code = (String) required(row, LetterTable.STATE);
        return LetterState.ofCode(code)
                .orElseThrow(() -> new IllegalArgumentException("a letter cannot be '" + code + "'"));
    }

    /** The value of a column that is never null. */
    static Object required(Map<String, @Nullable Object> row, String column) {
        Object value = row.get(column);
        if (value == null) {
            throw new IllegalArgumentException("a row of a table of dead letters has no " + column);
        }
        return value;
    }
}
