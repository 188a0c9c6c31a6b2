package io.millrace.bench.orders;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import io.millrace.contracts.record.EventHeaders;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Kafka records of events, with key, value and headers as the gateway writes them for the events of one request. */
public final class OrderRecords {
    private final long contentId;
    private final Header stream = header(EventHeaders.STREAM, OrderEvents.STREAM);
    private final Header ingestedAt;
    private final Header correlationId = header(EventHeaders.CORRELATION_ID, UUID.randomUUID().toString());
    private final Header principal = header("principal", "anonymous");
    private final Header source = header("source", "http");

    /**
     * @param contentId
     *            of the contract in the registry
     * @param ingestedAtMicros
     *            when the gateway would have accepted the request, microseconds since the epoch
     */
    public OrderRecords(long contentId, long ingestedAtMicros) {
        this.contentId = contentId;
        this.ingestedAt = header(EventHeaders.INGESTED_AT, Long.toString(ingestedAtMicros));
    }

    /** The record of the event with a number. */
    public ProducerRecord<String, byte[]> of(long number) {
        Order order = Order.of(number);
        return new ProducerRecord<>(OrderEvents.STREAM, null, order.orderId(), order.kafkaValue(contentId),
                List.of(header(EventHeaders.EVENT_ID, order.eventId()), stream, ingestedAt, correlationId, principal,
                        source));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
