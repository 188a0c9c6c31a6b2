package io.millrace.contracts.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.millrace.contracts.rule.RuleFailure;
import io.millrace.contracts.schema.StreamName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that can never be merged: its original key, value and headers unchanged, and further headers with the reason and
 * the source coordinates, so that it can be understood and redriven.
 *
 * @param source
 *            the record as it was read
 * @param reason
 *            the kind of error
 * @param detail
 *            what is wrong, without any value of the event
 * @param failure
 *            the quality rule that the event does not meet; null for any other reason
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> source, Reason reason, String detail,
        @Nullable RuleFailure failure) {
    /** The reason why a record is a dead letter. */
    public enum Reason {
        /** The value is not a schema id followed by an Avro datum. */
        UNDECODABLE,
        /** The schema id belongs to no version of the stream's contract. */
        UNKNOWN_CONTRACT,
        /** The version was refused because it is not additive. */
        REFUSED_CONTRACT,
        /** The event violates a rule of the contract. */
        CONTRACT_VIOLATION,
        /** The Kafka key is not the pk, so that the partition does not order the events of the key. */
        KEY_MISMATCH,
        /** The decoded event needs more memory than a consumer has. */
        TOO_LARGE,
        /** The event does not meet a quality rule of the contract. */
        RULE;

        /** The reason as in the header {@value DeadLetter#ERROR_CODE}: lower-case, with dashes. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** Header: {@link Reason#code()}. */
    public static final String ERROR_CODE = "dlq_error_code";
    /** Header: what is wrong. */
    public static final String ERROR_DETAIL = "dlq_error_detail";
    /** Header: the name of the quality rule that the event does not meet. */
    public static final String ERROR_RULE = "dlq_error_rule";
    /** Header: an RFC 6901 pointer to the field that is wrong; empty for the whole event. */
    public static final String ERROR_POINTER = "dlq_error_pointer";
    /** Header: the topic the record was read from. */
    public static final String SOURCE_TOPIC = "dlq_source_topic";
    /** Header: Kafka's id of that topic; a topic that is deleted and created again has another id and new offsets. */
    public static final String SOURCE_TOPIC_ID = "dlq_source_topic_id";
    /** Header: the partition the record was read from. */
    public static final String SOURCE_PARTITION = "dlq_source_partition";
    /** Header: the offset the record was read at. */
    public static final String SOURCE_OFFSET = "dlq_source_offset";
    /** The beginning of the names of all headers that a letter has beside those of its source and those of KIP-1191. */
    private static final String PREFIX = "dlq_";

    /** A letter for any other reason than a quality rule. */
    public DeadLetter(ConsumerRecord<byte[], byte[]> source, Reason reason, String detail) {
        this(source, reason, detail, null);
    }

    /** A letter because of a quality rule. */
    public DeadLetter(ConsumerRecord<byte[], byte[]> source, RuleFailure failure) {
        this(source, Reason.RULE, failure.reason(), failure);
    }

    /**
     * The record for the dead-letter topic. The same source record may be written more than once, after a crash or by both
     * writers; {@link #coordinates(Headers)} identifies it.
     *
     * @param topicId
     *            Kafka's id of the topic that the record was read from
     */
    public ProducerRecord<byte[], byte[]> toRecord(StreamName stream, String topicId) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(stream.deadLetterTopic(), source.key(),
                source.value());
        for (Header header : source.headers()) {
            letter.headers().add(header);
        }
        add(letter, ERROR_CODE, reason.code());
        add(letter, ERROR_DETAIL, detail);
        if (failure != null) {
            add(letter, ERROR_RULE, failure.rule().name());
            add(letter, ERROR_POINTER, failure.pointer());
        }
        add(letter, SOURCE_TOPIC, source.topic());
        add(letter, SOURCE_TOPIC_ID, topicId);
        add(letter, SOURCE_PARTITION, Integer.toString(source.partition()));
        add(letter, SOURCE_OFFSET, Long.toString(source.offset()));
        StandardErrorHeaders.add(letter.headers(), source, detail);
        return letter;
    }

    /**
     * The headers of the record that a letter was made of: those of the letter without the headers that describe the error or
     * an earlier redrive.
     */
    public static List<Header> originalHeaders(Headers letter) {
        List<Header> original = new ArrayList<>();
        for (Header header : letter) {
            if (!header.key().startsWith(PREFIX) && !StandardErrorHeaders.has(header.key())) {
                original.add(header);
            }
        }
        return original;
    }

    /** Where a dead letter came from, as {@code topic/partition/offset}; equal for copies of the same source record. */
    public static String coordinates(Headers headers) {
        return EventHeaders.text(headers, SOURCE_TOPIC).orElse("?") + "/"
                + EventHeaders.text(headers, SOURCE_PARTITION).orElse("?") + "/"
                + EventHeaders.text(headers, SOURCE_OFFSET).orElse("?");
    }

    private static void add(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
