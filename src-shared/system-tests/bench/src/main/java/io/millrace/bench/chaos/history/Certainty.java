package io.millrace.bench.chaos.history;

/** What is known of an event after the attempts to store it: of several attempts, the one with the most certainty that it is stored counts. */
public enum Certainty {
    /** Every attempt was answered as not stored: the event must not be in the table. */
    FAILED,
    /** No answer, or one that leaves it open: the event may be in the table, now or later. */
    IN_DOUBT,
    /** Acknowledged: the event must be in the table. */
    ACKED
}
