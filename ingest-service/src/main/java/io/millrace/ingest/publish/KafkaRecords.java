package io.millrace.ingest.publish;

import java.nio.charset.StandardCharsets;

import io.millrace.contracts.DeadLetter;
import io.millrace.contracts.EventHeaders;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Writes what is to be sent as Kafka records. */
final class KafkaRecords {
    private final Origin origin;
    private final byte[] ingestedAt;

    /**
     * @param ingestedAtMicros
     *            microseconds since the epoch
     */
    KafkaRecords(Origin origin, long ingestedAtMicros) {
        this.origin = origin;
        this.ingestedAt = Long.toString(ingestedAtMicros).getBytes(StandardCharsets.UTF_8);
    }

    ProducerRecord<String, byte[]> of(Outgoing outgoing) {
        return switch (outgoing) {
            case EncodedEvent event -> event(event);
            case Quarantined letter -> letter(letter);
        };
    }

    private ProducerRecord<String, byte[]> event(EncodedEvent event) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(event.stream().topic(), event.pk(),
                event.value());
        EventHeaders.add(record.headers(), EventHeaders.EVENT_ID, event.eventId());
        ofRequest(record.headers(), event);
        event.headers().forEach((name, value) -> EventHeaders.add(record.headers(), name, value));
        return record;
    }

    /** Without a key: an event that is not lawful may have none. */
    private ProducerRecord<String, byte[]> letter(Quarantined letter) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(letter.stream().deadLetterTopic(), null,
                letter.original());
        optional(record.headers(), EventHeaders.EVENT_ID, letter.eventId());
        ofRequest(record.headers(), letter);
        EventHeaders.add(record.headers(), DeadLetter.ERROR_CODE, letter.code());
        EventHeaders.add(record.headers(), DeadLetter.ERROR_DETAIL, letter.detail());
        EventHeaders.add(record.headers(), Quarantined.ERROR_POINTER, letter.pointer());
        EventHeaders.add(record.headers(), Quarantined.CONTRACT, letter.contract());
        EventHeaders.add(record.headers(), Quarantined.CONTENT_TYPE, origin.contentType());
        return record;
    }

    private void ofRequest(Headers headers, Outgoing outgoing) {
        EventHeaders.add(headers, EventHeaders.STREAM, outgoing.stream().value());
        headers.add(EventHeaders.INGESTED_AT, ingestedAt);
        EventHeaders.add(headers, EventHeaders.CORRELATION_ID, origin.correlationId().value());
        EventHeaders.add(headers, Origin.PRINCIPAL, origin.principal());
        EventHeaders.add(headers, Origin.SOURCE, origin.source());
        optional(headers, EventHeaders.TRACEPARENT, origin.traceparent());
        optional(headers, Origin.TRACESTATE, origin.tracestate());
    }

    private static void optional(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            EventHeaders.add(headers, name, value);
        }
    }
}
