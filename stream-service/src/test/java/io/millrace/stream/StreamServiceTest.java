package io.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Inject;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.StreamProvisioner;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamTables;
import io.millrace.stream.config.StreamServiceConfig;
import io.millrace.table.TableReader;
import io.millrace.table.TableRefusedException;
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
class StreamServiceTest {
    /** Test runs share their processors with a build; what is slow is no failure there. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String VISITS = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "region", "type": "string"}
            ]}""";

    @Inject
    Admin admin;

    @Inject
    StreamServiceConfig config;

    @Inject
    @Readiness
    ReadyWhenMerging readiness;

    private final String bootstrap = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);

    private final StreamName stream = new StreamName("visits-" + UUID.randomUUID());

    @Test
    void eventsLandOnceAndPoisonBlocksNothing() throws Exception {
        // given a stream that did not exist when the service started
        Contract contract = provision(stream);

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
        awaitRows(stream, 100);
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
    }

    @Test
    void aTableThatCannotBeReadWaitsForItsRepairAndStopsNoOtherStream() throws Exception {
        // given a stream whose table has a log that is no log, and another stream
        Path log = Path.of(config.tables().root(), stream.value(), "_delta_log");
        Path damaged = log.resolve("00000000000000000000.json");
        Files.createDirectories(log);
        Files.writeString(damaged, "no log\n");
        Contract contract = provision(stream);
        StreamName other = new StreamName("visits-" + UUID.randomUUID());
        Contract otherContract = provision(other);

        // when both get events
        send(event(contract, "pk1", "e1"), event(otherContract, "pk1", "e1"));

        // then the other one's land, and the service is not ready and says why
        awaitRows(other, 1);
        assertTrue(String.valueOf(readiness.call().getData()).contains(damaged.getFileName().toString()));

        // and when the table is repaired, it goes on
        Files.delete(damaged);
        awaitRows(stream, 1);
        awaitReady();
    }

    private Contract provision(StreamName name) throws Exception {
        return new StreamProvisioner(new ApicurioContractRegistry(config.registry().url(), PATIENCE), admin,
                new StreamProvisioner.TopicSettings(3, (short) 1, 1)).provision(name, VISITS);
    }

    @SafeVarargs
    private void send(ProducerRecord<byte[], byte[]>... records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrap),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var record : records) {
                producer.send(record).get();
            }
        }
    }

    private void awaitReady() throws InterruptedException {
        for (long end = System.nanoTime() + Duration.ofSeconds(30).toNanos(); System.nanoTime() < end;) {
            if (readiness.call().getStatus() == HealthCheckResponse.Status.UP) {
                return;
            }
            Thread.sleep(200);
        }
        assertEquals(Map.of(), readiness.call().getData().orElse(Map.of()), "why it is not ready");
    }

    private ProducerRecord<byte[], byte[]> event(Contract contract, String pk, String eventId) {
        var event = new GenericRecordBuilder(contract.schema()).set("pk", pk).set("event_id", eventId)
                .set("event_time", System.currentTimeMillis() * 1_000).set("region", "eu").build();
        return new ProducerRecord<>(contract.stream().topic(), bytes(pk), RecordCodec.encode(contract, event));
    }

    private void awaitRows(StreamName stream, long wanted) throws InterruptedException {
        long rows = 0;
        for (long end = System.nanoTime() + Duration.ofSeconds(60).toNanos(); System.nanoTime() < end;) {
            try (TableReader reader = EventTables.read(new StreamTables(config, "test").location(stream))) {
                rows = reader.status().map(s -> s.rows()).orElse(0L);
            } catch (TableRefusedException notRepairedYet) {
                rows = 0;
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
