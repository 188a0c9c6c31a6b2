package io.millrace.ingest.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.outcome.BatchOutcome;
import io.millrace.ingest.outcome.EventOutcome;
import io.millrace.ingest.testing.TopicProbe;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when the producer has died: the real one, with the broker it is connected to. */
@QuarkusTest
class ReplacedProducerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    enum Death {
        CLOSED {
            @Override
            void refuse(List<BatchOutcome> answers) {
                answers.forEach(answer -> assertInstanceOf(BatchOutcome.NoneStored.class, answer));
            }

            @Override
            void of(Producer<String, byte[]> producer) {
                producer.close(Duration.ZERO);
            }
        },
        FATAL {
            /** The client puts an event into its buffer before it finds that it cannot go on. */
            @Override
            void refuse(List<BatchOutcome> answers) {
                var first = assertInstanceOf(BatchOutcome.InDoubt.class, answers.getFirst());
                assertEquals(List.of(new EventOutcome.Unknown()), first.events());
                answers.stream().skip(1).forEach(answer -> assertInstanceOf(BatchOutcome.NoneStored.class, answer));
            }

            /** As when the broker refuses it an id: there is no way to it from outside that needs no other broker. */
            @Override
            void of(Producer<String, byte[]> producer) throws ReflectiveOperationException {
                Field field = producer.getClass().getDeclaredField("transactionManager");
                field.setAccessible(true);
                Object manager = field.get(producer);
                Method fail = manager.getClass().getDeclaredMethod("transitionToFatalError", RuntimeException.class);
                fail.setAccessible(true);
                fail.invoke(manager, new ClusterAuthorizationException("refused"));
            }
        };

        abstract void of(Producer<String, byte[]> producer) throws Exception;

        /** Holds the answers that it gives, in order, from its death until its successor is there, to the truth. */
        abstract void refuse(List<BatchOutcome> answers);
    }

    @Inject
    EventPublisher publisher;
    @Inject
    SharedProducer shared;
    @Inject
    MeterRegistry meters;

    @ParameterizedTest
    @EnumSource
    void anotherOneTakesItsPlaceAndEveryAnswerIsTrue(Death death) throws Exception {
        Set<String> stored = new HashSet<>();
        long start = System.nanoTime();
        while (!(published(death + "-first") instanceof BatchOutcome.AllStored)) {
            assertTrue(System.nanoTime() - start < LIMIT.toNanos(), "Kafka does not take events");
        }
        stored.add(death + "-first");
        Producer<String, byte[]> dead = shared.producer();
        double restarts = restarts();

        death.of(dead);
        List<BatchOutcome> refusals = new ArrayList<>();
        while (stored.size() < 2) {
            String id = death + "-" + refusals.size();
            switch (published(id)) {
                case BatchOutcome.AllStored yes -> stored.add(id);
                case BatchOutcome no -> refusals.add(no);
            }
            assertTrue(System.nanoTime() - start < LIMIT.toNanos(), "the producer was not replaced");
        }

        assertFalse(refusals.isEmpty(), "the dead producer was not even asked");
        death.refuse(refusals);
        assertNotSame(dead, shared.producer());
        assertEquals(restarts + 1, restarts());
        try (TopicProbe kafka = new TopicProbe()) {
            assertEquals(stored, kafka.records("earthquake.dlq").stream()
                    .map(r -> EventHeaders.text(r.headers(), EventHeaders.EVENT_ID).orElse(""))
                    .filter(id -> id.startsWith(death + "-")).collect(Collectors.toSet()));
        }
    }

    @Test
    void faultsThatPassAreNotFatal() {
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

    private BatchOutcome published(String id) throws Exception {
        var letter = new QuarantinedEvent(new StreamName("earthquake"), id, "{}".getBytes(StandardCharsets.UTF_8), "c",
                "",
                "d", "earthquake/1");
        return publisher.publish(new EventBatch(
                new RequestMetadata(new CorrelationId("r-1"), null, null, "t", "http", "application/json"),
                List.of(letter)),
                Duration.ofSeconds(5)).result().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private double restarts() {
        return meters.get("millrace.ingest.producer.restarts").counter().count();
    }
}
