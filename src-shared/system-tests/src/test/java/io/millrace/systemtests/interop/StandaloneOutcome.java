package io.millrace.systemtests.interop;

/** The result of reading a table with delta-standalone. */
public sealed interface StandaloneOutcome permits StandaloneReadBack, StandaloneOutcome.Refused {
    /**
     * It could not, or would not.
     *
     * @param reason
     *            what it said, in one line
     */
    record Refused(String reason) implements StandaloneOutcome {}
}
