package io.millrace.devstack;

/** Receives the output of the stack's processes; called on daemon threads, one per process. */
@FunctionalInterface
public interface LineReceiver {
    /** Wants nothing. */
    LineReceiver NONE = (process, line) -> {};

    /** One line of the named process. */
    void line(String process, String line);
}
