package io.millrace.table.mapping;

import java.util.List;

import io.millrace.contracts.schema.Contract;
import io.millrace.table.Column;
import io.millrace.table.ColumnType;

/** The columns that every table has beside the fields of its contract. */
public final class MetadataColumns {
    /** When the gateway accepted the event. */
    public static final String INGESTED_AT = "_ingested_at";
    /** The Kafka partition it came from. */
    public static final String PARTITION = "_partition";
    /** The Kafka offset it came from. */
    public static final String OFFSET = "_offset";
    /** The registry's content id of the contract that it was written with. */
    public static final String SCHEMA_ID = "_schema_id";
    /** The id of the request that brought it. */
    public static final String CORRELATION_ID = "_correlation_id";
    /** Which writer merged it. */
    public static final String WRITTEN_BY = "_written_by";

    static final List<Column> ALL = List.of(
            new Column(Contract.EVENT_DATE, new ColumnType.Date(), true),
            new Column(INGESTED_AT, new ColumnType.Timestamp(), true),
            new Column(PARTITION, new ColumnType.Int32(), true),
            new Column(OFFSET, new ColumnType.Int64(), true),
            new Column(SCHEMA_ID, new ColumnType.Int64(), true),
            new Column(CORRELATION_ID, new ColumnType.Text(), false),
            new Column(WRITTEN_BY, new ColumnType.Text(), true));

    private MetadataColumns() {}
}
