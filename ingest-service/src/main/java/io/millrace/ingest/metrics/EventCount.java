package io.millrace.ingest.metrics;

import java.util.Locale;

/**
 * What events are counted as. Every event that was received ends as exactly one of these: received = stored + quarantined +
 * refused + skipped + unknown + not_stored.
 */
public enum EventCount {
    /** On all in-sync replicas of the stream's topic; an identical repeat within a request counts with its first. */
    STORED,
    /** On all in-sync replicas of the stream's dead-letter topic. */
    QUARANTINED,
    /** Against the contract, a limit or the format; not sent. */
    REFUSED,
    /** Lawful and not to be stored: a heartbeat, or an event of a dry run. */
    SKIPPED,
    /** Sent, and no acknowledgement seen. */
    UNKNOWN,
    /** Lawful, and not taken by the producer. */
    NOT_STORED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
