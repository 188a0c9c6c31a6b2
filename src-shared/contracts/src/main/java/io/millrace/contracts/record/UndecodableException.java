package io.millrace.contracts.record;

/** A Kafka value is not a valid event of its topic. Not retryable: the record goes to the dead-letter topic. */
public class UndecodableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UndecodableException(String message) {
        super(message);
    }
}
