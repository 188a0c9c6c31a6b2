package io.millrace.table;

/** Names of the metadata columns that this library itself reads. */
public final class EventColumns {
    /**
     * When the gateway accepted the event, a timestamp in microseconds. A file whose newest row is older than the dedup horizon
     * is not searched for keys.
     */
    public static final String INGESTED_AT = "_ingested_at";
    /** The Kafka partition of the event. */
    public static final String PARTITION = "_partition";
    /** The Kafka offset of the event. */
    public static final String OFFSET = "_offset";

    private EventColumns() {}
}
