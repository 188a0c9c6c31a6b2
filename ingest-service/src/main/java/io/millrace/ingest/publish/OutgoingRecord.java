package io.millrace.ingest.publish;

import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.outcome.EventOutcome;
import org.jspecify.annotations.Nullable;

/** An event of a request in the form in which it is sent to Kafka. */
public sealed interface OutgoingRecord permits EncodedEvent, QuarantinedEvent {
    /** The stream it belongs to. */
    StreamName stream();

    /** Where it is sent. */
    String topic();

    /** The id of the event, as far as it is known. */
    @Nullable
    String eventId();

    /**
     * The outcome when all in-sync replicas have it.
     *
     * @param partition
     *            the Kafka partition
     * @param offset
     *            its offset in the partition
     */
    EventOutcome stored(int partition, long offset);
}
