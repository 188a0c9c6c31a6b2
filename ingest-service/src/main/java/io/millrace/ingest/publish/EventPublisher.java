package io.millrace.ingest.publish;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.ingest.metrics.IngestMetrics;
import io.millrace.ingest.outcome.BatchOutcome;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches and reports the outcome of every event.
 *
 * <p>
 * Uses the producer of the messaging connector and not an emitter on its channel: an emitter buffers 256 messages and
 * overflows on a batch of thousands, while the producer bounds its buffer in bytes and reports each event by one
 * callback with partition and offset.
 */
@ApplicationScoped
public class EventPublisher {
    private static final BatchOutcome BEING_REPLACED = new BatchOutcome.NoneStored(
            "the Kafka producer of this service failed and is being replaced", false);
    private final SharedProducer shared;
    private final PublishBreaker breaker;
    private final Clock clock;
    private final IngestMetrics metrics;
    private final LongAdder acknowledged = new LongAdder();
    private final LingerFlush linger;
    private final AckTimeouts timeouts = new AckTimeouts();
    private volatile @Nullable ProducerMemory room;
    /** Topics that took an event, and none that was waited for in vain since. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    EventPublisher(SharedProducer shared, PublishBreaker breaker, Clock clock, IngestMetrics metrics,
            ScheduledExecutorService executor) {
        this.shared = shared;
        this.breaker = breaker;
        this.clock = clock;
        this.metrics = metrics;
        this.linger = new LingerFlush(executor);
    }

    /**
     * Whether the producer may have to ask Kafka about a topic before it takes the batch: then it is not to be
     * published on an event loop.
     */
    public boolean waitsForMetadata(EventBatch batch) {
        return batch.events().stream().anyMatch(outgoing -> !known.contains(outgoing.topic()));
    }

    /**
     * Sends the batch. May block for as long as the acknowledgements are waited for; with one event, of a topic that is
     * {@linkplain #waitsForMetadata known}, for the producer's max.block.ms.
     *
     * @param ackTimeout
     *            how long acknowledgements are waited for
     */
    public Publication publish(EventBatch batch, Duration ackTimeout) {
        Producer<String, byte[]> producer = shared.producer();
        if (shared.isDead(producer)) {
            return new Publication(CompletableFuture.completedFuture(BEING_REPLACED),
                    CompletableFuture.completedFuture(null));
        }
        BatchSend send = new BatchSend(batch, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()),
                listener(producer, batch), roomOf(producer));
        boolean[] attempted = {false};
        CompletionStage<BatchOutcome> result = breaker.guard(() -> {
            attempted[0] = true;
            return attempt(batch, send, producer, ackTimeout);
        });
        return new Publication(result, attempted[0] ? send.settled() : CompletableFuture.completedFuture(null));
    }

    private CompletionStage<BatchOutcome> attempt(EventBatch batch, BatchSend send, Producer<String, byte[]> producer,
            Duration ackTimeout) {
        long start = System.nanoTime();
        long before = acknowledged.sum();
        boolean topicsWereKnown = !waitsForMetadata(batch);
        send.send(producer, ackTimeout);
        linger.over(producer, send.settled());
        CompletableFuture<Void> waiting = send.settled().copy();
        timeouts.complete(waiting, Math.max(0, ackTimeout.toNanos() - (System.nanoTime() - start)));
        return waiting.thenCompose(done -> {
            metrics.acknowledged(Duration.ofNanos(System.nanoTime() - start), batch.origin().traceparent());
            BatchOutcome result = send.result();
            if (result instanceof BatchOutcome.AllStored) {
                known.add(batch.events().getFirst().topic());
                return CompletableFuture.completedFuture(result);
            }
            boolean busy = acknowledged.sum() != before && send.lastFault() == null;
            boolean silent = acknowledged.sum() == before && (!send.settled().isDone()
                    || topicsWereKnown && isWithoutMetadata(send.lastFault()));
            return CompletableFuture
                    .failedFuture(new PublishFailedException(result, send.lastFault(), silent, busy));
        });
    }

    @PreDestroy
    void close() {
        timeouts.close();
    }

    private ProducerMemory roomOf(Producer<String, byte[]> producer) {
        ProducerMemory known = room;
        if (known == null || !known.isOf(producer)) {
            known = new ProducerMemory(producer);
            room = known;
        }
        return known;
    }

    /** The producer forgets its metadata when it is connected to no broker. */
    private static boolean isWithoutMetadata(@Nullable Exception fault) {
        return fault instanceof TimeoutException && !(fault instanceof BufferExhaustedException);
    }

    private BatchSend.SendListener listener(Producer<String, byte[]> producer, EventBatch batch) {
        return new BatchSend.SendListener() {
            @Override
            public void acknowledged() {
                acknowledged.increment();
            }

            @Override
            public void failed(Exception fault) {
                if (fault instanceof TimeoutException) {
                    batch.events().forEach(outgoing -> known.remove(outgoing.topic()));
                }
                shared.failed(producer, fault);
            }
        };
    }
}
