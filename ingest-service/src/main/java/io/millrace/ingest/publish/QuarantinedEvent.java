package io.millrace.ingest.publish;

import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.outcome.EventOutcome;
import org.jspecify.annotations.Nullable;

/**
 * An invalid event, for the dead-letter topic of its stream.
 *
 * @param stream
 *            where it should have gone
 * @param eventId
 *            its id, as far as it could be read
 * @param original
 *            its bytes as they came; not copied, never changed
 * @param code
 *            the class of fault
 * @param pointer
 *            an RFC 6901 pointer at the first fault
 * @param detail
 *            what is wrong there, without any value of the event
 * @param contract
 *            the contract it was read by
 * @param rule
 *            the quality rule that it does not meet; null for any other fault
 */
public record QuarantinedEvent(
        StreamName stream,
        @Nullable String eventId,
        byte[] original,
        String code,
        String pointer,
        String detail,
        String contract,
        @Nullable String rule) implements OutgoingRecord {
    /** An event that breaks no quality rule. */
    public QuarantinedEvent(StreamName stream, @Nullable String eventId, byte[] original, String code, String pointer,
            String detail, String contract) {
        this(stream, eventId, original, code, pointer, detail, contract, null);
    }

    @Override
    public String topic() {
        return stream.deadLetterTopic();
    }

    @Override
    public EventOutcome stored(int partition, long offset) {
        return new EventOutcome.Quarantined(partition, offset);
    }
}
