package io.millrace.ingest.admission.format;

import java.util.List;

import io.millrace.ingest.outcome.EventProblem;
import io.millrace.ingest.outcome.RejectionReason;

/** Why a request is refused as a whole, so that none of its events is sent. */
public sealed interface BodyRefusal {
    /** The number of events that were read; for the metrics. */
    int events();

    /** The body does not have the syntax of its format. */
    record MalformedBody(int events, String detail, List<EventProblem> problems) implements BodyRefusal {}

    /** The body is well-formed and holds no event. */
    record EmptyBatch() implements BodyRefusal {
        @Override
        public int events() {
            return 0;
        }
    }

    /** The body holds more events than a request may. */
    record TooManyEvents(int events) implements BodyRefusal {}

    /**
     * The events take more bytes than a request may, since values that their contract fills in make them larger than the body.
     */
    record EventsTooLarge(int events) implements BodyRefusal {}

    /** The service has too little memory left for the events at this time. */
    record NoMemory(int events) implements BodyRefusal {}

    /**
     * Some events are invalid.
     *
     * @param events
     *            the number of all events of the request
     * @param fault
     *            the reason
     * @param invalid
     *            the number of events that are invalid for this reason
     * @param problems
     *            the first problems of this reason
     */
    record InvalidEvents(int events, RejectionReason fault, int invalid,
            List<EventProblem> problems) implements BodyRefusal {}
}
