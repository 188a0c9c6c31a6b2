package io.millrace.landing;

import java.nio.charset.StandardCharsets;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.schema.Contract;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Kafka records of events that have nothing but their roles and defaults. */
public final class VisitRecords {
    private VisitRecords() {}

    /** A record at this offset of partition 0. */
    public static ConsumerRecord<byte[], byte[]> record(Contract contract, long offset) {
        String pk = "pk" + offset;
        GenericRecord event = new GenericRecordBuilder(contract.schema()).set("pk", pk).set("event_id", "e" + offset)
                .set("event_time", offset).build();
        return new ConsumerRecord<>(contract.stream().topic(), 0, offset, pk.getBytes(StandardCharsets.UTF_8),
                RecordCodec.encode(contract, event));
    }
}
