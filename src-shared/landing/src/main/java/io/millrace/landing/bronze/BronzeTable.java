package io.millrace.landing.bronze;

import java.util.List;
import java.util.Optional;

import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;

/**
 * The columns of every bronze table. Where Spark's Kafka source has the same column, the name is the same.
 *
 * <p>
 * A row is in the partition of the day on which it was appended, not of its Kafka timestamp: a commit writes one file, every
 * record stays for the whole time that the contract names, and a producer with a wrong clock neither scatters the table nor
 * has its records dropped on arrival.
 */
public final class BronzeTable {
    /** Kafka's id of the topic: a topic that is created again has another. */
    static final String TOPIC_ID = "topic_id";
    static final String PARTITION = "partition";
    static final String OFFSET = "offset";
    /** Of the record in Kafka; null when it has none. */
    static final String TIMESTAMP = "timestamp";
    static final String KEY = "key";
    static final String VALUE = "value";
    /** In their order; a name may be there several times. */
    static final String HEADERS = "headers";
    static final String HEADER_KEY = "key";
    static final String HEADER_VALUE = "value";
    /** The content id in front of the value; null when it starts with none. */
    static final String SCHEMA_ID = "schema_id";
    /** The UTC date on which the row was appended: the partition column. */
    public static final String INGEST_DATE = "ingest_date";

    /** The columns and the partition column. There is no key: rows are only appended. */
    public static final TableShape SHAPE = new TableShape(List.of(
            new Column(TOPIC_ID, new ColumnType.Text(), true),
            new Column(PARTITION, new ColumnType.Int32(), true),
            new Column(OFFSET, new ColumnType.Int64(), true),
            new Column(TIMESTAMP, new ColumnType.Timestamp(), false),
            new Column(KEY, new ColumnType.Bytes(), false),
            new Column(VALUE, new ColumnType.Bytes(), false),
            new Column(HEADERS, new ColumnType.ListOf(new ColumnType.Struct(List.of(
                    new Column(HEADER_KEY, new ColumnType.Text(), false),
                    new Column(HEADER_VALUE, new ColumnType.Bytes(), false)))), false),
            new Column(SCHEMA_ID, new ColumnType.Int64(), false),
            new Column(INGEST_DATE, new ColumnType.Date(), true)), List.of(INGEST_DATE), Optional.empty());

    private BronzeTable() {}
}
