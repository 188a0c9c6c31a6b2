package io.millrace.ingest.admission;

import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.outcome.EventOutcome;
import org.jspecify.annotations.Nullable;

/** The decision on an event of an admitted request. */
public sealed interface EventDisposition {
    /**
     * The event is sent.
     *
     * @param index
     *            its index in {@link AdmissionVerdict.Admitted#outgoing()}; an identical repeat has the index of the
     *            first
     * @param idGenerated
     *            whether this service generated its id, so that the same event sent again would be another one
     */
    record Send(int index, boolean idGenerated) implements EventDisposition {}

    /**
     * The event is not sent, and its outcome is known.
     *
     * @param stream
     *            the stream it was meant for; null when none is assigned to it
     * @param eventId
     *            its id, as far as it could be read
     * @param outcome
     *            rejected or skipped
     */
    record Decided(@Nullable StreamName stream, @Nullable String eventId, EventOutcome outcome)
            implements
                EventDisposition {}
}
