package io.millrace.landing.letters;

import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the record that was refused, as they were.
 *
 * @param key
 *            null without one
 * @param value
 *            null without one
 * @param headers
 *            in their order
 */
public record RefusedRecord(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    public RefusedRecord {
        headers = List.copyOf(headers);
    }

    /** The same record with another key and value. */
    public RefusedRecord with(byte[] otherKey, byte[] otherValue) {
        return new RefusedRecord(otherKey, otherValue, headers);
    }

    /** The bytes of key, value and headers. */
    public long size() {
        long size = bytes(key) + bytes(value);
        for (Header header : headers) {
            size += header.key().length() + bytes(header.value());
        }
        return size;
    }

    private static long bytes(byte @Nullable [] some) {
        return some == null ? 0 : some.length;
    }

    /** As a consumer would read it from a topic at a time, in milliseconds since the epoch. */
    ConsumerRecord<byte[], byte[]> asRead(String topic, long atMillis) {
        return new ConsumerRecord<>(topic, 0, 0, atMillis, TimestampType.CREATE_TIME, (int) bytes(key),
                (int) bytes(value), key, value, new RecordHeaders(headers), Optional.empty());
    }
}
