package io.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.StreamProvisioner;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamTables;
import io.millrace.stream.config.StreamServiceConfig;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** What becomes of a stream whose topic is replaced, and whose topic has offsets that hold no record. */
@QuarkusTest
class TopicIdentityTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String VISITS = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}
            ]}""";

    @Inject
    Admin admin;

    @Inject
    StreamServiceConfig config;

    @Inject
    MeterRegistry meters;

    private final String bootstrap = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);

    private final StreamName stream = new StreamName("visits-" + UUID.randomUUID());

    @Test
    void aTopicThatIsDeletedAndMadeAgainIsMergedFromItsBeginning() throws Exception {
        Contract contract = provision();
        try (var producer = producer(Map.of())) {
            send(producer, contract, 0, 300);
        }
        await("the first topic is merged", () -> rows() == 300);

        // when it is made again and has more records than the one before, sooner than the consumer looks at it
        admin.deleteTopics(List.of(stream.topic())).all().get();
        createAgain();
        try (var producer = producer(Map.of())) {
            send(producer, contract, 300, 900);
        }

        await("all of the second topic is merged", () -> rows() == 1_200);
        await("and it is said that it is another one",
                () -> meters.find("millrace.topic.replacements").tag("stream", stream.value()).counter() != null);
        await("and nothing is left", () -> gauge("millrace.lag.offsets") == 0);
        assertEquals(0, lost());
    }

    @Test
    void transactionsLeaveNoLagAndNoLoss() throws Exception {
        Contract contract = provision();
        try (var producer = producer(Map.of("transactional.id", stream.value(), "transaction.timeout.ms", 300_000))) {
            producer.initTransactions();
            for (int i = 0; i < 5; i++) {
                producer.beginTransaction();
                send(producer, contract, 10 * i, 10);
                producer.commitTransaction();
                producer.beginTransaction();
                send(producer, contract, 1_000 + i, 2);
                producer.abortTransaction();
            }
            await("what was committed is merged", () -> rows() == 50);
            await("the aborted records at the end are no lag", () -> gauge("millrace.lag.offsets") == 0);

            producer.beginTransaction();
            send(producer, contract, 50, 3);
            await("an open transaction is no lag and is shown", () -> gauge("millrace.lag.unstable.offsets") == 3);
            assertEquals(0, gauge("millrace.lag.offsets"));
            producer.commitTransaction();
        }
        await("what was committed is merged", () -> rows() == 53);
        assertEquals(0, lost());
    }

    private Contract provision() throws Exception {
        return new StreamProvisioner(new ApicurioContractRegistry(config.registry().url(), PATIENCE), admin,
                new StreamProvisioner.TopicSettings(1, (short) 1, 1)).provision(stream, VISITS);
    }

    /** Kafka refuses the name while it still removes the topic that had it. */
    private void createAgain() throws Exception {
        await("the topic is made again", () -> {
            try {
                admin.createTopics(List.of(new NewTopic(stream.topic(), 1, (short) 1))).all().get();
                return true;
            } catch (Exception stillThere) {
                return false;
            }
        });
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
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

    private long rows() {
        try (TableReader reader = EventTables.read(new StreamTables(config, "test").location(stream))) {
            return reader.status().map(status -> status.rows()).orElse(0L);
        }
    }

    private double gauge(String name) {
        var gauge = meters.find(name).tag("stream", stream.value()).gauge();
        return gauge == null ? -1 : gauge.value();
    }

    private double lost() {
        return meters.get("millrace.offsets.lost").tag("stream", stream.value()).counter().count();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end;) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(200);
        }
        assertTrue(condition.getAsBoolean(), what);
    }
}
