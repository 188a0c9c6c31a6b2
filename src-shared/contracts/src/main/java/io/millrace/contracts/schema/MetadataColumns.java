package io.millrace.contracts.schema;

/** The names of the columns that every table has beside the fields of its contract and {@link Contract#EVENT_DATE}. */
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

    private MetadataColumns() {}
}
