package io.millrace.ingest.admission;

import java.util.List;

import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.outcome.EventProblem;
import io.millrace.ingest.outcome.RejectionReason;
import org.jspecify.annotations.Nullable;

/** Where an event of an admitted request went. */
public sealed interface EventDisposition {
    /**
     * It is to be sent.
     *
     * @param slot
     *            its index in {@link AdmissionVerdict.Admitted#outgoing()}; an identical repeat shares the slot of the first
     * @param idGenerated
     *            whether its id was made up here, so that the same event sent again would be another one
     */
    record Sent(int slot, boolean idGenerated) implements EventDisposition {}

    /**
     * It is invalid and goes nowhere.
     *
     * @param stream
     *            where it should have gone; null when no stream is assigned to it
     */
    record LeftOut(@Nullable StreamName stream, @Nullable String eventId, RejectionReason fault,
            List<EventProblem> problems)
            implements
                EventDisposition {}

    /** It is lawful and no event of the stream, as a heartbeat is. */
    record Skipped() implements EventDisposition {}
}
