package io.millrace.ingest.config;

/** Handling of a request with invalid events. */
public enum OnInvalid {
    /** Nothing of it is sent. */
    REJECT,
    /** The valid events are sent; the response lists the others. */
    LEAVE_OUT,
    /** The valid events are sent to the topic and the others, with their original bytes, to its dead-letter topic. */
    QUARANTINE
}
