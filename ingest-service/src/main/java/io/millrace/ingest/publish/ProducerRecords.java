package io.millrace.ingest.publish;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.QuarantineHeaders;
import io.millrace.contracts.record.SaltedPartition;
import io.millrace.contracts.record.StandardErrorHeaders;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Builds Kafka records of one request, on one thread. Headers that its events share are encoded once. */
final class ProducerRecords {
    private final RequestMetadata origin;
    private final List<Header> ofRequest = new ArrayList<>();
    /** The header of the last event's stream: nearly always the same as that of the next. */
    private @Nullable StreamName stream;
    private Header ofStream = header(EventHeaders.STREAM, "");

    /**
     * @param ingestedAtMicros
     *            microseconds since the epoch
     */
    ProducerRecords(RequestMetadata origin, long ingestedAtMicros) {
        this.origin = origin;
        addOfRequest(EventHeaders.INGESTED_AT, Long.toString(ingestedAtMicros));
        addOfRequest(EventHeaders.CORRELATION_ID, origin.correlationId().value());
        addOfRequest(RequestMetadata.PRINCIPAL, origin.principal());
        addOfRequest(EventHeaders.SOURCE, origin.source());
        addOfRequest(EventHeaders.TRACEPARENT, origin.traceparent());
        addOfRequest(RequestMetadata.TRACESTATE, origin.tracestate());
    }

    /**
     * The record for an event or a letter.
     *
     * @param producer
     *            knows the partitions of the topic; asked only for events with a salt, and may throw as it does for a send
     */
    ProducerRecord<String, byte[]> of(OutgoingRecord outgoing, Producer<String, byte[]> producer) {
        return switch (outgoing) {
            case EncodedEvent event -> event(event, producer);
            case QuarantinedEvent letter -> letter(letter);
        };
    }

    private ProducerRecord<String, byte[]> event(EncodedEvent event, Producer<String, byte[]> producer) {
        List<Header> headers = headers(event.eventId(), event);
        event.headers().forEach((name, value) -> headers.add(header(name, value)));
        Integer partition = event.salt() == Contract.NO_SALT
                ? null
                : SaltedPartition.of(event.pk(), event.eventId(), event.salt(),
                        producer.partitionsFor(event.topic()).size());
        return new ProducerRecord<>(event.topic(), partition, event.pk(), event.value(), headers);
    }

    /** Without a key: an invalid event may have none. */
    private ProducerRecord<String, byte[]> letter(QuarantinedEvent letter) {
        List<Header> headers = headers(letter.eventId(), letter);
        headers.add(header(DeadLetter.ERROR_CODE, letter.code()));
        headers.add(header(DeadLetter.ERROR_DETAIL, letter.detail()));
        headers.add(header(DeadLetter.ERROR_POINTER, letter.pointer()));
        if (letter.rule() != null) {
            headers.add(header(DeadLetter.ERROR_RULE, letter.rule()));
        }
        headers.add(header(StandardErrorHeaders.TOPIC, letter.stream().topic()));
        headers.add(header(StandardErrorHeaders.MESSAGE, letter.detail()));
        headers.add(header(StandardErrorHeaders.DELIVERY_COUNT, "1"));
        headers.add(header(QuarantineHeaders.CONTRACT, letter.contract()));
        headers.add(header(QuarantineHeaders.CONTENT_TYPE, origin.contentType()));
        String noKey = null;
        return new ProducerRecord<>(letter.topic(), null, noKey, letter.original(), headers);
    }

    private List<Header> headers(@Nullable String eventId, OutgoingRecord outgoing) {
        List<Header> headers = new ArrayList<>(ofRequest.size() + 2);
        if (eventId != null) {
            headers.add(header(EventHeaders.EVENT_ID, eventId));
        }
        if (!outgoing.stream().equals(stream)) {
            stream = outgoing.stream();
            ofStream = header(EventHeaders.STREAM, outgoing.stream().value());
        }
        headers.add(ofStream);
        headers.addAll(ofRequest);
        return headers;
    }

    private void addOfRequest(String name, @Nullable String value) {
        if (value != null) {
            ofRequest.add(header(name, value));
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
