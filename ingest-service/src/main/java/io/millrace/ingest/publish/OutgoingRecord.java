package io.millrace.ingest.publish;

import io.millrace.contracts.schema.StreamName;

/** What one event of a request is sent to Kafka as. */
public sealed interface OutgoingRecord permits EncodedEvent, QuarantinedEvent {
    /** The stream it belongs to. */
    StreamName stream();

    /** Where it is sent. */
    String topic();
}
