package io.millrace.contracts.schema;

import org.jspecify.annotations.Nullable;

/**
 * An error in a contract or an event.
 *
 * @param pointer
 *            an RFC 6901 JSON pointer into the contract or the event; empty for the whole
 * @param reason
 *            the error and its correction, without any value of an event
 * @param rule
 *            the name of the quality rule that an event does not meet; null for any other error
 */
public record ContractProblem(String pointer, String reason, @Nullable String rule) {
    public ContractProblem(String pointer, String reason) {
        this(pointer, reason, null);
    }

    /** The same problem with a pointer that starts at the holder. */
    ContractProblem under(String holder) {
        return new ContractProblem(holder + pointer, reason, rule);
    }

    @Override
    public String toString() {
        return pointer.isEmpty() ? reason : pointer + ": " + reason;
    }
}
