package io.millrace.ingest.publish;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.metrics.IngestMetrics;
import io.millrace.ingest.outcome.BatchOutcome;
import io.millrace.ingest.outcome.EventOutcome;
import io.millrace.ingest.testing.TopicProbe;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A producer that failed permanently is replaced; the broker and all producers are real. */
@QuarkusTest
class ReplacedProducerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject
    EventPublisher publisher;
    @Inject
    SharedProducer shared;
    @Inject
    KafkaClientService connector;
    @Inject
    Event<Producer<?, ?>> made;
    @Inject
    IngestMetrics metrics;
    @Inject
    MeterRegistry meters;
    @Inject
    ScheduledExecutorService executor;

    @Test
    void closedProducerIsReplacedAndRefusesEveryEvent() throws Exception {
        List<BatchOutcome> refusals = replaced("closed", shared, publisher,
                () -> shared.producer().close(Duration.ZERO));

        refusals.forEach(refusal -> assertInstanceOf(BatchOutcome.NoneStored.class, refusal));
    }

    /** The client puts an event into its buffer before it finds that it is fenced. */
    @Test
    void fencedProducerIsReplacedAndItsFirstEventIsInDoubt() throws Exception {
        Map<String, Object> settings = new HashMap<>(connector.getProducer(SharedProducer.CHANNEL).configuration());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "fenced");
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "fenced");
        // The gateway waits for milliseconds only; a transaction begins with several requests.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) LIMIT.toMillis());
        var fenced = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        fenced.initTransactions();
        fenced.beginTransaction();
        SharedProducer ofTest = new SharedProducer(() -> fenced,
                () -> connector.getProducer(SharedProducer.CHANNEL).configuration(), made, metrics, executor);
        EventPublisher publishing = new EventPublisher(ofTest,
                new PublishBreaker(100, Duration.ofMinutes(1), Runnable::run), Clock.systemUTC(), metrics, executor);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "fencing");
        try {
            List<BatchOutcome> refusals = replaced("fenced", ofTest, publishing, () -> {
                try (var fencing = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
                    fencing.initTransactions();
                }
                assertThrows(ProducerFencedException.class, fenced::commitTransaction);
            });

            var first = assertInstanceOf(BatchOutcome.InDoubt.class, refusals.getFirst());
            assertEquals(List.of(new EventOutcome.Unknown()), first.events());
            refusals.stream().skip(1)
                    .forEach(refusal -> assertInstanceOf(BatchOutcome.NoneStored.class, refusal));
        } finally {
            ofTest.stop(new ShutdownEvent());
            ofTest.close();
            fenced.close(Duration.ZERO);
        }
    }

    /** Publishes before and after the failure, until an event is stored again; the outcomes in between. */
    private List<BatchOutcome> replaced(String name, SharedProducer producers, EventPublisher publishing,
            Runnable failure) throws Exception {
        Set<String> stored = new HashSet<>();
        String before = name + "-before";
        await("Kafka stores an event").atMost(LIMIT).pollDelay(Duration.ZERO).pollInSameThread()
                .until(() -> published(publishing, before) instanceof BatchOutcome.AllStored);
        stored.add(before);
        Producer<String, byte[]> dead = producers.producer();
        double restarts = restarts();

        failure.run();

        List<BatchOutcome> refusals = new ArrayList<>();
        await("the producer is replaced").atMost(LIMIT).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1)).pollInSameThread().until(() -> {
                    String id = name + "-" + refusals.size();
                    BatchOutcome outcome = published(publishing, id);
                    if (outcome instanceof BatchOutcome.AllStored) {
                        stored.add(id);
                        return true;
                    }
                    refusals.add(outcome);
                    return false;
                });

        assertFalse(refusals.isEmpty(), "no event was given to the failed producer");
        assertNotSame(dead, producers.producer());
        assertEquals(restarts + 1, restarts());
        try (TopicProbe kafka = new TopicProbe()) {
            assertEquals(stored, kafka.records("earthquake.dlq").stream()
                    .map(r -> EventHeaders.text(r.headers(), EventHeaders.EVENT_ID).orElse(""))
                    .filter(id -> id.startsWith(name + "-")).collect(Collectors.toSet()));
        }
        return refusals;
    }

    @Test
    void errorsThatPassAreNotFatal() {
        for (Exception passing : List.of(new TimeoutException("t"), new NotEnoughReplicasException("n"),
                new TopicAuthorizationException("a"))) {
            assertFalse(FatalProducerErrors.is(passing), passing.toString());
        }
        for (Exception fatal : List.of(new ProducerFencedException("f"), new ClusterAuthorizationException("c"),
                new IllegalStateException("closed"), new KafkaException("closed forcefully"),
                new KafkaException("in an error state", new ClusterAuthorizationException("c")))) {
            assertTrue(FatalProducerErrors.is(fatal), fatal.toString());
        }
    }

    private static BatchOutcome published(EventPublisher publishing, String id) throws Exception {
        var letter = new QuarantinedEvent(new StreamName("earthquake"), id, "{}".getBytes(StandardCharsets.UTF_8), "c",
                "", "d", "earthquake/1");
        return publishing.publish(new EventBatch(
                new RequestMetadata(new CorrelationId("r-1"), null, null, "t", "http", "application/json"),
                List.of(letter)),
                Duration.ofSeconds(5)).result().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private double restarts() {
        return meters.get("millrace.ingest.producer.restarts").counter().count();
    }
}
