package io.millrace.landing.letters;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;

/** The columns of every table of dead letters. */
public final class LetterTable {
    static final String ID = "letter_id";
    /** The second part of the key: the same in all rows of a table. */
    static final String STREAM = "stream";
    /** See {@link Letter#revision()}. */
    static final String REVISION = "revision";
    static final String STATE = "state";
    static final String ATTEMPTS = "attempts";
    static final String REASON = "reason";
    static final String RULE = "rule";
    static final String POINTER = "pointer";
    static final String MESSAGE = "message";
    static final String CONTRACT = "contract";
    static final String TOPIC_ID = "topic_id";
    static final String PARTITION = "partition";
    static final String OFFSET = "offset";
    static final String LETTER_TOPIC_ID = "letter_topic_id";
    static final String LETTER_PARTITION = "letter_partition";
    static final String LETTER_OFFSET = "letter_offset";
    static final String SENT_TOPIC_ID = "sent_topic_id";
    static final String SENT_PARTITION = "sent_partition";
    static final String SENT_OFFSET = "sent_offset";
    static final String FIRST_SEEN = "first_seen";
    static final String LAST_SEEN = "last_seen";
    static final String KEY = "key";
    static final String VALUE = "value";
    static final String HEADERS = "headers";
    static final String HEADER_KEY = "key";
    static final String HEADER_VALUE = "value";

    /** A letter stays the same letter, however old it is. */
    public static final Duration HORIZON = Duration.ofDays(36_500);

    static final TableShape.KeyColumns KEY_COLUMNS = new TableShape.KeyColumns(ID, STREAM, Optional.of(REVISION));

    /** The columns and the key. The table is not partitioned: letters are few. */
    public static final TableShape SHAPE = new TableShape(List.of(
            new Column(ID, new ColumnType.Text(), true),
            new Column(STREAM, new ColumnType.Text(), true),
            new Column(REVISION, new ColumnType.Int64(), true),
            new Column(STATE, new ColumnType.Text(), true),
            new Column(ATTEMPTS, new ColumnType.Int32(), true),
            new Column(REASON, new ColumnType.Text(), false),
            new Column(RULE, new ColumnType.Text(), false),
            new Column(POINTER, new ColumnType.Text(), false),
            new Column(MESSAGE, new ColumnType.Text(), false),
            new Column(CONTRACT, new ColumnType.Text(), false),
            new Column(TOPIC_ID, new ColumnType.Text(), false),
            new Column(PARTITION, new ColumnType.Int32(), false),
            new Column(OFFSET, new ColumnType.Int64(), false),
            new Column(LETTER_TOPIC_ID, new ColumnType.Text(), true),
            new Column(LETTER_PARTITION, new ColumnType.Int32(), true),
            new Column(LETTER_OFFSET, new ColumnType.Int64(), true),
            new Column(SENT_TOPIC_ID, new ColumnType.Text(), false),
            new Column(SENT_PARTITION, new ColumnType.Int32(), false),
            new Column(SENT_OFFSET, new ColumnType.Int64(), false),
            new Column(FIRST_SEEN, new ColumnType.Timestamp(), true),
            new Column(LAST_SEEN, new ColumnType.Timestamp(), true),
            new Column(KEY, new ColumnType.Bytes(), false),
            new Column(VALUE, new ColumnType.Bytes(), false),
            new Column(HEADERS, new ColumnType.ListOf(new ColumnType.Struct(List.of(
                    new Column(HEADER_KEY, new ColumnType.Text(), false),
                    new Column(HEADER_VALUE, new ColumnType.Bytes(), false)))), false)),
            List.of(), Optional.of(KEY_COLUMNS));

    /** The names of the columns. */
    static final Set<String> NAMES = SHAPE.columns().stream().map(Column::name).collect(Collectors.toUnmodifiableSet());

    private LetterTable() {}
}
