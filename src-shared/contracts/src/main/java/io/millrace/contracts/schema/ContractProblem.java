package io.millrace.contracts.schema;

/**
 * One thing that is wrong with a contract or an event.
 *
 * @param pointer
 *            where: an RFC 6901 JSON pointer into the contract or the event; empty for the whole
 * @param reason
 *            what is wrong and what would be right, without any value of an event
 */
public record ContractProblem(String pointer, String reason) {
    /** The same problem, seen from what holds the thing that the pointer starts from. */
    ContractProblem under(String holder) {
        return new ContractProblem(holder + pointer, reason);
    }

    @Override
    public String toString() {
        return pointer.isEmpty() ? reason : pointer + ": " + reason;
    }
}
