package io.millrace.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.StreamProvisioner;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamTables;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.factory.EventTables;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Offsets that hold no record: deleted ones are lost, those of transactions are not. */
@QuarkusTest
@TestProfile(RunsByHand.class)
class OffsetsWithoutRecordsTest {
    private static final String VISITS = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}
            ]}""";

    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Inject
    BatchRun run;

    @Inject
    MeterRegistry meters;

    private final String bootstrap = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);

    private final StreamName stream = new StreamName("visits-" + UUID.randomUUID());
    private final TopicPartition partition = new TopicPartition(stream.topic(), 0);

    @Test
    void whatKafkaDeletedBeforeItWasReadIsCountedOnce() throws Exception {
        Contract contract = provision();
        try (var producer = producer(Map.of())) {
            send(producer, contract, 0, 100);
        }
        deleteBefore(40);

        run.run();
        run.run();

        assertEquals(60, status().rows());
        assertEquals(40, lost());

        // and all that there is, so that the topic holds no record at all
        try (var producer = producer(Map.of())) {
            send(producer, contract, 100, 30);
        }
        deleteBefore(130);
        run.run();

        assertEquals(70, lost());
        assertEquals(130, watermark());
    }

    @Test
    void markersAndAbortedRecordsAreNotLost() throws Exception {
        Contract contract = provision();
        try (var producer = producer(Map.of("transactional.id", stream.value()))) {
            producer.initTransactions();
            for (int i = 0; i < 5; i++) {
                producer.beginTransaction();
                send(producer, contract, 10 * i, 10);
                producer.commitTransaction();
                producer.beginTransaction();
                send(producer, contract, 1_000 + i, 1);
                producer.flush();
                producer.abortTransaction();
            }
        }

        assertTrue(run.run());

        assertEquals(50, status().rows());
        assertEquals(65, watermark());
        assertEquals(0, lost());
    }

    @Test
    void anOpenTransactionHoldsBackItsRecordsAndFailsNoRun() throws Exception {
        Contract contract = provision();
        try (var plain = producer(Map.of());
                var open = producer(Map.of("transactional.id", stream.value(), "transaction.timeout.ms", 600_000))) {
            send(plain, contract, 0, 10);
            open.initTransactions();
            open.beginTransaction();
            send(open, contract, 10, 5);
            open.flush();
            send(plain, contract, 15, 5);

            assertTrue(run.run());

            assertEquals(10, watermark());
            open.commitTransaction();
        }

        assertTrue(run.run());
        assertEquals(20, status().rows());
        assertEquals(21, watermark());
        assertEquals(0, lost());
    }

    private Contract provision() throws Exception {
        return new StreamProvisioner(new ApicurioContractRegistry(config.registry().url(), Duration.ofMinutes(1)),
                admin,
                new StreamProvisioner.TopicSettings(1, (short) 1, 1)).provision(stream, VISITS);
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new java.util.HashMap<>(more);
        settings.put("bootstrap.servers", bootstrap);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void send(KafkaProducer<byte[], byte[]> producer, Contract contract, int from, int count) {
        for (int i = from; i < from + count; i++) {
            var event = new GenericRecordBuilder(contract.schema()).set("pk", "pk" + i).set("event_id", "e" + i)
                    .set("event_time", System.currentTimeMillis() * 1_000).build();
            var unused = producer.send(new ProducerRecord<>(stream.topic(), ("pk" + i).getBytes(StandardCharsets.UTF_8),
                    RecordCodec.encode(contract, event)));
        }
        producer.flush();
    }

    private void deleteBefore(long offset) throws Exception {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset))).all().get();
    }

    private TableStatus status() {
        try (TableReader reader = EventTables.read(new StreamTables(config, "test").location(stream))) {
            return reader.status().orElseThrow();
        }
    }

    private long watermark() {
        return status().marks().entrySet().stream().filter(mark -> mark.getKey().startsWith("millrace/"))
                .mapToLong(Map.Entry::getValue).max().orElse(-1);
    }

    private double lost() {
        List<Counter> counters = List.copyOf(
                meters.find("millrace.offsets.lost").tag("stream", stream.value()).counters());
        assertEquals(1, counters.size(), "the counter is there also at 0");
        return counters.getFirst().count();
    }
}
