package io.millrace.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.batch.audit.Audit;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.schedule.ReadyWhenRunsSucceed;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.StreamProvisioner;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamTables;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchServiceTest {
    /** Test runs share their processors with a build; what is slow is no failure there. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String VISITS = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "region", "type": "string"},
              {"name": "note", "type": "string"}
            ]}""";

    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Inject
    MeterRegistry meters;

    @Inject
    @Readiness
    ReadyWhenRunsSucceed readiness;

    private final String bootstrap = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);

    private final StreamName stream = new StreamName("visits-" + UUID.randomUUID());

    @Test
    void aRunLandsEventsOnceKeepsPoisonAndAuditsBoth() throws Exception {
        // given a stream that did not exist when the service started
        var registry = new ApicurioContractRegistry(config.registry().url(), PATIENCE);
        Contract contract = new StreamProvisioner(registry, admin,
                new StreamProvisioner.TopicSettings(3, (short) 1, 1)).provision(stream, VISITS);

        // when events, a repetition of them and poison arrive
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrap),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 200; i++) {
                var record = event(contract, "pk" + i % 100, "e" + i % 100);
                EventHeaders.add(record.headers(), EventHeaders.CORRELATION_ID, "request-1");
                producer.send(record).get();
            }
            producer.send(new ProducerRecord<>(stream.topic(), bytes("pk1"), bytes("no avro"))).get();
            producer.send(new ProducerRecord<>(stream.topic(), bytes("other"),
                    event(contract, "pk1", "e200").value())).get();
        }

        // then the table has each event once, and the dead-letter topic the poison with its bytes and reason
        awaitRows(100);
        Set<Object> keys = new HashSet<>();
        List<Object> correlations = new ArrayList<>();
        try (TableReader reader = EventTables.read(new StreamTables(config, "test").location(stream))) {
            reader.rows(Long.MAX_VALUE, row -> {
                keys.add(row.get("pk"));
                correlations.add(row.get("_correlation_id"));
            });
        }
        assertEquals(100, keys.size());
        assertEquals(100, correlations.size());
        assertEquals(Set.of("request-1"), new HashSet<>(correlations));
        assertEquals(Map.of("no avro", "undecodable", "other", "key-mismatch"), deadLetters());

        // and the audit has looked at all 202 records and missed none
        assertEquals(202, awaitAudited(202));
        assertEquals(0, meters.get("millrace.audit.missing").tag("stream", stream.value()).counter().count());
    }

    @Test
    void whatIsReadForAMergeIsBoundedByBytesAndNotByRecordsAlone() throws Exception {
        // given a stream of which four records are as much as one merge may read
        Contract contract = provision(stream);
        String large = "x".repeat((int) config.batch().maxBytes().asLongValue() / 4);
        // when
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = 0; i < 40; i++) {
                producer.send(event(contract, "pk" + i, "e" + i, large)).get();
            }
        }
        // then
        awaitRows(40);
        double commits = meters.get("millrace.merge.commits").tag("stream", stream.value()).counter().count();
        assertTrue(commits >= 4, () -> commits + " merges");
        assertEquals(40, awaitAudited(40));
        assertEquals(0, meters.get("millrace.audit.missing").tag("stream", stream.value()).counter().count());
    }

    @Test
    void anErrorInOneStreamFailsTheRunAndNotTheOtherStreams() throws Exception {
        // given a stream whose contract cannot be read for lack of memory
        Contract contract = provision(stream);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(event(contract, "pk", "e", "eu")).get();
        }
        awaitRows(1);
        double failed = runs("failed");
        // when
        FaultyRegistry.fault = () -> new OutOfMemoryError("injected");
        try {
            // then
            await(() -> runs("failed") > failed, "a run that failed");
            await(() -> readiness.call().getStatus() == HealthCheckResponse.Status.DOWN, "readiness is DOWN");
            assertTrue(String.valueOf(readiness.call().getData().orElseThrow().get("task contracts"))
                    .contains("OutOfMemoryError: injected"), () -> readiness.call().getData().toString());
            // and a stream that is known goes on
            try (KafkaProducer<byte[], byte[]> producer = producer()) {
                producer.send(event(contract, "pk", "e2", "eu")).get();
            }
            awaitRows(2);
        } finally {
            FaultyRegistry.fault = () -> null;
        }
        await(() -> readiness.call().getStatus() == HealthCheckResponse.Status.UP, "readiness is UP again");
    }

    private double runs(String outcome) {
        var counter = meters.find("millrace.batch.runs").tag("outcome", outcome).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); !condition.getAsBoolean();) {
            assertTrue(System.nanoTime() < end, what);
            Thread.sleep(100);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private Contract provision(StreamName name) throws Exception {
        return new StreamProvisioner(new ApicurioContractRegistry(config.registry().url(), PATIENCE), admin,
                new StreamProvisioner.TopicSettings(3, (short) 1, 1)).provision(name, VISITS);
    }

    private long awaitAudited(long wanted) throws InterruptedException {
        long audited = 0;
        for (long end = System.nanoTime() + Duration.ofSeconds(30).toNanos(); System.nanoTime() < end
                && audited < wanted;) {
            try (TableReader reader = EventTables.read(new StreamTables(config, "test").location(stream))) {
                audited = reader.status().orElseThrow().marks().entrySet().stream()
                        .filter(mark -> mark.getKey().startsWith(Audit.MARK)).mapToLong(Map.Entry::getValue).sum();
            }
            Thread.sleep(200);
        }
        return audited;
    }

    private ProducerRecord<byte[], byte[]> event(Contract contract, String pk, String eventId) {
        return event(contract, pk, eventId, "eu");
    }

    private ProducerRecord<byte[], byte[]> event(Contract contract, String pk, String eventId, String note) {
        var event = new GenericRecordBuilder(contract.schema()).set("pk", pk).set("event_id", eventId)
                .set("event_time", System.currentTimeMillis() * 1_000).set("region", "eu").set("note", note).build();
        return new ProducerRecord<>(stream.topic(), bytes(pk), RecordCodec.encode(contract, event));
    }

    private void awaitRows(long wanted) throws InterruptedException {
        long rows = 0;
        for (long end = System.nanoTime() + Duration.ofSeconds(60).toNanos(); System.nanoTime() < end;) {
            try (TableReader reader = EventTables.read(new StreamTables(config, "test").location(stream))) {
                rows = reader.status().map(s -> s.rows()).orElse(0L);
            }
            if (rows >= wanted) {
                return;
            }
            Thread.sleep(200);
        }
        assertEquals(wanted, rows, "rows after a minute");
    }

    /** The reasons of the dead letters, by their original value where it is text, else by their key. */
    private Map<String, String> deadLetters() {
        Map<String, String> reasons = new java.util.HashMap<>();
        TopicPartition partition = new TopicPartition(stream.deadLetterTopic(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            for (long end = System.nanoTime() + Duration.ofSeconds(30).toNanos(); System.nanoTime() < end
                    && reasons.size() < 2;) {
                for (var letter : consumer.poll(Duration.ofMillis(200))) {
                    String reason = EventHeaders.text(letter.headers(), DeadLetter.ERROR_CODE).orElse("");
                    byte[] named = reason.equals("undecodable") ? letter.value() : letter.key();
                    reasons.put(new String(named, StandardCharsets.UTF_8), reason);
                    assertTrue(DeadLetter.coordinates(letter.headers()).startsWith(stream.topic() + "/"));
                }
            }
        }
        return reasons;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
