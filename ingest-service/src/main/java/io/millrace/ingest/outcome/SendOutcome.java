package io.millrace.ingest.outcome;

/** What became of one event that was to be sent. */
public sealed interface SendOutcome {
    /**
     * All in-sync replicas have it.
     *
     * @param partition
     *            the Kafka partition
     * @param offset
     *            its offset there
     */
    record Stored(int partition, long offset) implements SendOutcome {}

    /** It was handed to the producer and no acknowledgement was seen: it may be stored, now or later, or never. */
    record Unknown() implements SendOutcome {}

    /** It never entered the producer's buffer: it is not stored and will not be. */
    record NotStored() implements SendOutcome {}
}
