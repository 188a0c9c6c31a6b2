package io.millrace.ingest;

import java.util.Locale;

/** What events are counted as; every event of a request that was read ends as exactly one of these. */
public enum EventCount {
    /** On all in-sync replicas. */
    STORED,
    /** Against the contract, a limit or the format; not sent. */
    REFUSED,
    /** Sent, and no acknowledgement seen. */
    UNKNOWN,
    /** Lawful, and not taken by the producer. */
    NOT_STORED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
