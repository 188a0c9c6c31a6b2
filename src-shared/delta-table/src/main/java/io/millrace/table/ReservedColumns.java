package io.millrace.table;

/** The names of the metadata columns that the table library treats in its own way. */
public final class ReservedColumns {
    /** When the event was accepted; tells the age of a key and the freshness of the table. Stored without a dictionary. */
    public static final String INGESTED_AT = "_ingested_at";
    /** The Kafka offset of the event. Stored without a dictionary. */
    public static final String OFFSET = "_offset";

    private ReservedColumns() {}
}
