package io.millrace.ingest.http.problem;

import java.util.List;
import java.util.Locale;

import io.millrace.contracts.schema.ContractProblem;
import io.millrace.ingest.outcome.EventProblem;
import io.millrace.ingest.outcome.EventResult;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem with what a producer needs to act on it.
 *
 * @param code
 *            the kind
 * @param detail
 *            what happened, and what to do
 * @param outcome
 *            what the request did
 * @param stream
 *            the stream it was about, when it exists
 * @param contract
 *            the contract it was read by
 * @param errors
 *            what is wrong with which event
 * @param reasons
 *            what is wrong with a contract
 * @param results
 *            what became of which event, when they differ
 */
public record Problem(
        ProblemCode code,
        String detail,
        Outcome outcome,
        @Nullable String stream,
        @Nullable String contract,
        List<EventProblem> errors,
        List<ContractProblem> reasons,
        List<EventResult> results) {

    /** The effect on the stream of a request that was not answered with 2xx. */
    public enum Outcome {
        /** No event of the request is stored, and none will be. */
        NOT_STORED,
        /** Some events are stored and the others are not; the results say which. */
        PARTIAL,
        /** Some events may be stored or not; send all again with the same ids. */
        UNKNOWN;

        /** The value of {@code outcome} in responses. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A problem before anything was sent. */
    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, Outcome.NOT_STORED, null, null, List.of(), List.of(), List.of());
    }

    public Problem about(String theStream, String theContract) {
        return new Problem(code, detail, outcome, theStream, theContract, errors, reasons, results);
    }

    public Problem with(List<EventProblem> theErrors) {
        return new Problem(code, detail, outcome, stream, contract, theErrors, reasons, results);
    }

    public Problem why(List<ContractProblem> theReasons) {
        return new Problem(code, detail, outcome, stream, contract, errors, theReasons, results);
    }

    public Problem leaving(Outcome theOutcome, List<EventResult> theResults) {
        return new Problem(code, detail, theOutcome, stream, contract, errors, reasons, theResults);
    }
}
