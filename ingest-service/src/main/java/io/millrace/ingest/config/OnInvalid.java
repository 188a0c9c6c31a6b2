package io.millrace.ingest.config;

/** What becomes of a request some of whose events are invalid. */
public enum OnInvalid {
    /** Nothing of it is sent. */
    REJECT,
    /** The valid events are sent, the others are left out, and the caller is told which. */
    LEAVE_OUT,
    /** The valid events are sent to the topic and the others, with their original bytes, to its dead-letter topic. */
    QUARANTINE
}
