package io.millrace.ingest.publish;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.health.KafkaAdmin;
import io.millrace.ingest.outcome.BatchOutcome;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** Only of a topic that is known may an event be sent on an event loop: for another one the producer waits. */
@QuarkusTest
class KnownTopicTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject
    EventPublisher publisher;
    @Inject
    KafkaAdmin kafka;

    @Test
    void aTopicIsKnownOnceItTookAnEvent() throws Exception {
        StreamName stream = new StreamName("known-" + UUID.randomUUID());
        kafka.client().createTopics(List.of(new NewTopic(stream.topic(), 1, (short) 1))).all()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertTrue(publisher.waitsForMetadata(batch(stream)));

        long start = System.nanoTime();
        while (!(published(stream) instanceof BatchOutcome.AllStored)) {
            assertTrue(System.nanoTime() - start < LIMIT.toNanos(), "Kafka does not take events");
        }

        assertFalse(publisher.waitsForMetadata(batch(stream)));
    }

    private BatchOutcome published(StreamName stream) throws Exception {
        return publisher.publish(batch(stream), Duration.ofSeconds(5)).result().toCompletableFuture()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static EventBatch batch(StreamName stream) {
        return new EventBatch(
                new RequestMetadata(new CorrelationId("r-1"), null, null, "t", "http", "application/json"),
                List.of(new EncodedEvent(stream, "e", "pk", Contract.NO_SALT, "{}".getBytes(StandardCharsets.UTF_8),
                        Map.of())));
    }
}
