package io.millrace.ingest.admission;

import io.millrace.ingest.outcome.EventProblem;
import io.millrace.ingest.outcome.Fault;
import io.millrace.ingest.publish.Outgoing;
import java.util.List;


/** What becomes of a request. */
public sealed interface Verdict {
    /**
     * It goes on; unless some of it was to be left out or quarantined, every event is lawful.
     *
     * @param outgoing
     *            what is to be sent, in the order of the request, without repeats
     * @param places
     *            for each event of the request what became of it
     */
    record Admitted(List<Outgoing> outgoing, List<Place> places) implements Verdict {}

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

    /**
     * Some events are invalid.
     *
     * @param events
     *            all events of the request
     * @param fault
     *            what is wrong
     * @param invalid
     *            with how many of them
     * @param problems
     *            the first problems of this kind
     */
    record InvalidEvents(int events, Fault fault, int invalid, List<EventProblem> problems) implements Refused {}
}
