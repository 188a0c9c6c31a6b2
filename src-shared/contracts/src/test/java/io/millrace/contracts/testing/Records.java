package io.millrace.contracts.testing;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Kafka records of a stream. */
public final class Records {
    public static final StreamName STREAM = new StreamName("things");
    public static final long KAFKA_MILLIS = 1_700_000_000_000L;

    private Records() {}

    /** An event with nothing but its roles and defaults. */
    public static GenericRecord event(Contract contract, String pk) {
        return new GenericRecordBuilder(contract.schema()).set("pk", pk).set("event_id", "e1").set("event_time", 5L)
                .build();
    }

    /** A record at partition 2, offset 9. */
    public static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value) {
        return record(key, value, KAFKA_MILLIS);
    }

    @SuppressWarnings("NullAway") // Kafka returns null for a key or value that is absent, without an annotation.
    public static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value, long timestamp) {
        return new ConsumerRecord<>(STREAM.topic(), 2, 9, timestamp, TimestampType.CREATE_TIME, -1, -1,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, new RecordHeaders(),
                Optional.empty());
    }
}
