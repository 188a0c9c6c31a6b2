package io.millrace.ingest.publish;

import java.util.Map;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.outcome.EventOutcome;

/**
 * A valid event, for the topic of its stream.
 *
 * @param stream
 *            where it goes
 * @param eventId
 *            names it within its pk
 * @param pk
 *            its UTF-8 bytes are the Kafka key
 * @param salt
 *            see {@link Contract#salt}
 * @param value
 *            the Kafka value; not copied, never changed
 * @param headers
 *            Kafka headers of its own, beside those of the request
 */
public record EncodedEvent(
        StreamName stream,
        String eventId,
        String pk,
        int salt,
        byte[] value,
        Map<String, String> headers) implements OutgoingRecord {
    @Override
    public String topic() {
        return stream.topic();
    }

    @Override
    public EventOutcome stored(int partition, long offset) {
        return new EventOutcome.Stored(partition, offset);
    }
}
