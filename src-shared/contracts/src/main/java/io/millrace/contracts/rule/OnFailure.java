package io.millrace.contracts.rule;

/** The consequence of a failed rule. */
public enum OnFailure {
    /** The gateway refuses the event, and a consumer writes it to the dead-letter topic. */
    ERROR,
    /** The gateway accepts the event, and a consumer writes it to the dead-letter topic. */
    DLQ,
    /** The failure is counted, and the event goes on. */
    NONE;

    /** Whether a consumer keeps the event out of the table. */
    public boolean isDeadLetter() {
        return this != NONE;
    }
}
