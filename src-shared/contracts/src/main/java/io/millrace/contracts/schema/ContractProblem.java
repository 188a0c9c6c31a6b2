package io.millrace.contracts.schema;

/**
 * An error in a contract or an event.
 *
 * @param pointer
 *            an RFC 6901 JSON pointer into the contract or the event; empty for the whole
 * @param reason
 *            the error and its correction, without any value of an event
 */
public record ContractProblem(String pointer, String reason) {
    /** The same problem with a pointer that starts at the holder. */
    ContractProblem under(String holder) {
        return new ContractProblem(holder + pointer, reason);
    }

    @Override
    public String toString() {
        return pointer.isEmpty() ? reason : pointer + ": " + reason;
    }
}
