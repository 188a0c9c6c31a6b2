package io.millrace.ingest.admission;

import java.util.List;

import io.millrace.contracts.Contract;
import io.millrace.ingest.publish.EncodedEvent;

/** What becomes of a request: all of its events go on, or none does. */
public sealed interface Verdict {
    /**
     * Every event is lawful.
     *
     * @param contract
     *            the version they were read by
     * @param events
     *            what is to be sent, in the order of the request, without repeats
     * @param slots
     *            for each event of the request its place in {@code events}; an identical repeat shares the place of the
     *            first
     */
    record Admitted(Contract contract, List<EncodedEvent> events, List<Integer> slots) implements Verdict {}

    /** The request is refused as a whole; nothing of it was sent. */
    sealed interface Refused extends Verdict {
        /** How many events of the request were read; for the metrics. */
        int events();
    }

    /** The body is no text of its format. */
    record MalformedBody(int events, String detail, List<EventProblem> problems) implements Refused {}

    /** The body is well-formed and holds no event. */
    record EmptyBatch() implements Refused {
        @Override
        public int events() {
            return 0;
        }
    }

    /** There are more events than a request may hold. */
    record TooManyEvents(int events) implements Refused {}

    /** Some events are larger than Kafka would take. */
    record EventsTooLarge(int events, List<EventProblem> problems) implements Refused {}

    /**
     * Some events break the contract.
     *
     * @param events
     *            all events of the request
     * @param invalid
     *            how many of them break it
     * @param problems
     *            the first problems found
     */
    record ContractViolation(int events, int invalid, List<EventProblem> problems) implements Refused {}

    /** The same key stands for different events. */
    record DuplicateEventIds(int events, List<EventProblem> problems) implements Refused {}
}
