package io.millrace.ingest.metrics;

import java.util.Locale;

/**
 * The categories in which events are counted. Every received event is counted in exactly one: received = stored +
 * quarantined + refused + skipped + unknown + not_stored.
 */
public enum EventCount {
    /** On all in-sync replicas of the stream's topic; an identical repeat within a request counts with its first. */
    STORED,
    /** On all in-sync replicas of the stream's dead-letter topic. */
    QUARANTINED,
    /** Violates the contract, a limit or the format; not sent. */
    REFUSED,
    /** Valid and not to be stored: a heartbeat, or an event of a dry run. */
    SKIPPED,
    /** Sent, and no acknowledgement seen. */
    UNKNOWN,
    /** Valid, and not accepted by the producer. */
    NOT_STORED;

    /** Whether it is the fault of this service or of Kafka, and not of the caller. */
    public boolean isFailure() {
        return this == UNKNOWN || this == NOT_STORED;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
