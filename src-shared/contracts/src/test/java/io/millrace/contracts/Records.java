package io.millrace.contracts;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Kafka records of a stream. */
final class Records {
    static final StreamName STREAM = new StreamName("things");
    static final long KAFKA_MILLIS = 1_700_000_000_000L;

    private Records() {}

    /** An event with nothing but its roles and defaults. */
    static GenericRecord event(Contract contract, String pk) {
        return new GenericRecordBuilder(contract.schema()).set("pk", pk).set("event_id", "e1").set("event_time", 5L)
                .build();
    }

    /** A record at partition 2, offset 9. */
    static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value) {
        return record(key, value, KAFKA_MILLIS);
    }

    @SuppressWarnings("NullAway") // Kafka hands out null for a key or value that is absent, and says so nowhere.
    static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value, long timestamp) {
        return new ConsumerRecord<>(STREAM.topic(), 2, 9, timestamp, TimestampType.CREATE_TIME, -1, -1,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, new RecordHeaders(),
                Optional.empty());
    }
}
