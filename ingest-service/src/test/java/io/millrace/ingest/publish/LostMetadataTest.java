package io.millrace.ingest.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.metrics.IngestMetrics;
import io.millrace.ingest.outcome.BatchOutcome;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A producer that lost all its brokers forgets the topics, and each event would be offered to it in vain for a while.
 * The client does so a moment after the brokers are gone, which no test from outside can hit.
 */
@QuarkusTest
class LostMetadataTest {
    private static final int CLOSED = 0;
    private static final int OPEN = 2;

    /** Takes events until a test sets an exception. */
    private static final class Forgetful extends MockProducer<String, byte[]> {
        private volatile @Nullable TimeoutException refusal;

        Forgetful() {
            super(false, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            TimeoutException why = refusal;
            if (why == null) {
                return super.send(record, callback);
            }
            callback.onCompletion(null, why);
            return CompletableFuture.failedFuture(why);
        }
    }

    @Inject
    KafkaClientService service;
    @Inject
    Event<Producer<?, ?>> made;
    @Inject
    Clock clock;
    @Inject
    IngestMetrics metrics;
    @Inject
    ScheduledExecutorService executor;

    private final Forgetful producer = new Forgetful();
    private final PublishBreaker breaker = new PublishBreaker(3, Duration.ofMinutes(1), answered -> {});

    private EventPublisher publisher() {
        return new EventPublisher(new SharedProducer(service, made, metrics, executor) {
            @Override
            Producer<String, byte[]> producer() {
                return producer;
            }
        }, breaker, clock, metrics, executor);
    }

    private EventPublisher publisherThatStoredOne() {
        EventPublisher publisher = publisher();
        Publication first = publish(publisher);
        Thread.ofPlatform().start(producer::completeNext);
        assertInstanceOf(BatchOutcome.AllStored.class, first.result().toCompletableFuture().join());
        return publisher;
    }

    @Test
    void aTopicThatWasThereAndIsForgottenOpensTheBreakerAtOnce() {
        EventPublisher publisher = publisherThatStoredOne();
        producer.refusal = new TimeoutException("not present in metadata");

        assertInstanceOf(BatchOutcome.NoneStored.class, publish(publisher).result().toCompletableFuture().join());
        assertEquals(OPEN, breaker.level());
    }

    @Test
    void aFullBufferDoesNot() {
        EventPublisher publisher = publisherThatStoredOne();
        producer.refusal = new BufferExhaustedException("no room");

        assertInstanceOf(BatchOutcome.NoneStored.class, publish(publisher).result().toCompletableFuture().join());
        assertEquals(CLOSED, breaker.level());
    }

    @Test
    void aTopicThatNeverWasThereDoesNot() {
        producer.refusal = new TimeoutException("not present in metadata");

        assertInstanceOf(BatchOutcome.NoneStored.class, publish(publisher()).result().toCompletableFuture().join());
        assertEquals(CLOSED, breaker.level());
    }

    private static Publication publish(EventPublisher publisher) {
        return publisher.publish(new EventBatch(
                new RequestMetadata(new CorrelationId("r-1"), null, null, "t", "http", "application/json"),
                List.of(new EncodedEvent(new StreamName("earthquake"), "e", "pk", Contract.NO_SALT,
                        "{}".getBytes(StandardCharsets.UTF_8),
                        Map.of()))),
                Duration.ofSeconds(5));
    }
}
