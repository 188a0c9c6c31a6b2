package io.millrace.table;

/** Names of the metadata columns that this library itself relies on. */
public final class EventColumns {
    /** When the gateway accepted the event: a file whose newest row is older than the dedup horizon holds no key that matters. */
    public static final String INGESTED_AT = "_ingested_at";
    /** The Kafka offset of the event. */
    public static final String OFFSET = "_offset";

    private EventColumns() {}
}
