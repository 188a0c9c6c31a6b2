package io.millrace.landing.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.StreamProvisioner;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamTables;
import io.millrace.landing.config.LandingConfig;
import io.millrace.table.TableReader;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableStatus;
import io.millrace.table.factory.EventTables;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** A new stream of one test, with its topics in Kafka and its table. */
public final class VisitStream {
    /** The time within which a condition of a test must hold; modules are tested two at a time. */
    public static final Duration LIMIT = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final String CONTRACT = """
            {"type": "record", "name": "Visit", "millrace": {%s}, "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "region", "type": "string"},
              {"name": "note", "type": "string"}
            ]}""";

    private final StreamName name = new StreamName("visits-" + UUID.randomUUID());
    private final LandingConfig config;
    private final Admin admin;
    private final String bootstrapServers;
    private final int partitions;

    /** A stream in the Kafka of the service that is tested. */
    public VisitStream(LandingConfig config, Admin admin, int partitions) {
        this.config = config;
        this.admin = admin;
        this.bootstrapServers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        this.partitions = partitions;
    }

    public StreamName name() {
        return name;
    }

    /** Creates the stream. */
    public Contract provision() {
        return provision("P7D");
    }

    /** Creates the stream with a contract that names how long raw records are kept. */
    public Contract provision(String bronzeTtl) {
        return provisionWith("\"bronze-ttl\": \"" + bronzeTtl + "\"");
    }

    /** Creates the stream, or changes its contract, with these settings in its property {@code millrace}. */
    public Contract provisionWith(String settings) {
        return new StreamProvisioner(new ApicurioContractRegistry(config.registry().url(), LIMIT), admin,
                new StreamProvisioner.TopicSettings(partitions, (short) 1, 1))
                .provision(name, CONTRACT.formatted(settings));
    }

    /** Registers a contract of the stream, which has no topic then; {@link #provision} creates it. */
    public void registerWithoutTopic() {
        new ApicurioContractRegistry(config.registry().url(), LIMIT).register(name,
                CONTRACT.formatted("\"bronze-ttl\": \"P7D\""));
    }

    /** Deletes the topic, which Kafka does a moment after it has said so, and creates it again. */
    public void replaceTopic() {
        NewTopic again = new NewTopic(name.topic(), partitions, (short) 1);
        try {
            admin.deleteTopics(List.of(again.name())).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        await().atMost(LIMIT).until(() -> {
            try {
                admin.createTopics(List.of(again)).all().get();
                return true;
            } catch (ExecutionException e) {
                assertTrue(e.getCause() instanceof TopicExistsException, e::toString);
                return false;
            }
        });
    }

    /** A producer that uses no transactions. */
    public KafkaProducer<byte[], byte[]> producer() {
        return producer(Map.of());
    }

    /** A producer with more settings than the addresses of Kafka. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", bootstrapServers);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends events with numbers from {@code from}, inclusive, and waits until Kafka has them. */
    public void send(KafkaProducer<byte[], byte[]> producer, Contract contract, int from, int count) {
        for (int i = from; i < from + count; i++) {
            var unused = producer.send(event(contract, "pk" + i, "e" + i));
        }
        producer.flush();
    }

    /** The record of an event. */
    public ProducerRecord<byte[], byte[]> event(Contract contract, String pk, String eventId) {
        return event(contract, pk, eventId, "eu");
    }

    /** The record of an event with a note. */
    public ProducerRecord<byte[], byte[]> event(Contract contract, String pk, String eventId, String note) {
        var event = new GenericRecordBuilder(contract.schema()).set("pk", pk).set("event_id", eventId)
                .set("event_time", System.currentTimeMillis() * 1_000).set("region", "eu").set("note", note).build();
        return new ProducerRecord<>(name.topic(), bytes(pk), RecordCodec.encode(contract, event));
    }

    /** Opens a reader of the table. */
    public TableReader open() {
        return EventTables.read(new StreamTables(config, "test").location(name));
    }

    /** The status of the table, which must exist. */
    public TableStatus status() {
        try (TableReader reader = open()) {
            return reader.status().orElseThrow();
        }
    }

    /** The number of rows; 0 while the table does not exist or cannot be read. */
    public long rows() {
        try (TableReader reader = open()) {
            return reader.status().map(TableStatus::rows).orElse(0L);
        } catch (TableRefusedException e) { // a test damages a table and repairs it
            return 0;
        }
    }

    /** Returns when the table has at least a number of rows. */
    public void awaitRows(long wanted) {
        await("the rows of stream " + name).atMost(LIMIT).pollInterval(POLL)
                .untilAsserted(() -> assertTrue(rows() >= wanted, () -> rows() + " rows, not " + wanted));
    }

    /** The reasons of a number of dead letters, by their original value where it is text, else by their key. */
    public Map<String, String> deadLetters(int wanted) {
        Map<String, String> reasons = new HashMap<>();
        TopicPartition partition = new TopicPartition(name.deadLetterTopic(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = System.nanoTime() + LIMIT.toNanos();
            while (System.nanoTime() < end && reasons.size() < wanted) {
                for (var letter : consumer.poll(POLL)) {
                    String reason = EventHeaders.text(letter.headers(), DeadLetter.ERROR_CODE).orElse("");
                    byte[] original = reason.equals("undecodable") ? letter.value() : letter.key();
                    reasons.put(new String(original, StandardCharsets.UTF_8), reason);
                    assertTrue(DeadLetter.coordinates(letter.headers()).startsWith(name.topic() + "/"));
                }
            }
        }
        return reasons;
    }

    /** The bytes of a text, as keys and values of records have them. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
