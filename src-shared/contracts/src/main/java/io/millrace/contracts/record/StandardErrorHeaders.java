package io.millrace.contracts.record;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * The headers that KIP-1191 defines for the records of a dead-letter topic, as text, for tools that know them. A letter has
 * them beside those of {@link DeadLetter}.
 */
public final class StandardErrorHeaders {
    /** The topic that the record was read from, or that it was meant for. */
    public static final String TOPIC = "__dlq.errors.topic";
    /** The partition that it was read from. */
    public static final String PARTITION = "__dlq.errors.partition";
    /** The offset that it was read at. */
    public static final String OFFSET = "__dlq.errors.offset";
    /** The fault, without any value of the event. */
    public static final String MESSAGE = "__dlq.errors.message";
    /** How often the record was delivered: 1, and 1 more for each redrive. */
    public static final String DELIVERY_COUNT = "__dlq.errors.delivery.count";

    private static final String PREFIX = "__dlq.errors.";

    private StandardErrorHeaders() {}

    static void add(Headers letter, ConsumerRecord<byte[], byte[]> source, String message) {
        EventHeaders.add(letter, TOPIC, source.topic());
        EventHeaders.add(letter, PARTITION, Integer.toString(source.partition()));
        EventHeaders.add(letter, OFFSET, Long.toString(source.offset()));
        EventHeaders.add(letter, MESSAGE, message);
        EventHeaders.add(letter, DELIVERY_COUNT,
                Integer.toString(1 + RedriveHeaders.of(source).map(RedriveHeaders::attempts).orElse(0)));
    }

    static boolean has(String name) {
        return name.startsWith(PREFIX);
    }
}
