package io.millrace.ingest.publish;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.ingest.IngestConfig;
import io.millrace.ingest.IngestMetrics;
import org.apache.kafka.clients.producer.Producer;

/**
 * Sends batches and reports on every event of them.
 *
 * <p>
 * It uses the producer that the messaging connector runs, and not an emitter on its channel: the buffer of an emitter is
 * of 256 messages and overflows on a batch of thousands, while the producer bounds what waits in bytes and reports on each
 * event by one callback that brings its partition and offset.
 */
@ApplicationScoped
public class EventPublisher {
    private final SharedProducer shared;
    private final Breaker breaker;
    private final Clock clock;
    private final IngestMetrics metrics;
    private final Duration ackTimeout;

    EventPublisher(SharedProducer shared, Breaker breaker, Clock clock, IngestMetrics metrics, IngestConfig config) {
        this.shared = shared;
        this.breaker = breaker;
        this.clock = clock;
        this.metrics = metrics;
        this.ackTimeout = config.ackTimeout();
    }

    /** Sends the batch. May block for the producer's max.block.ms and a little more: never call it on an event loop. */
    public Publication publish(Batch batch) {
        Producer<String, byte[]> producer = shared.producer();
        BatchSend send = new BatchSend(batch, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
        boolean[] attempted = {false};
        CompletionStage<Published> result = breaker.guard(() -> {
            attempted[0] = true;
            return attempt(send, producer);
        });
        return new Publication(result, attempted[0] ? send.settled() : CompletableFuture.completedFuture(null));
    }

    private CompletionStage<Published> attempt(BatchSend send, Producer<String, byte[]> producer) {
        long start = System.nanoTime();
        send.send(producer, ackTimeout);
        long left = ackTimeout.toNanos() - (System.nanoTime() - start);
        return send.settled().copy().completeOnTimeout(null, Math.max(0, left), TimeUnit.NANOSECONDS)
                .thenCompose(done -> {
                    metrics.acknowledged(Duration.ofNanos(System.nanoTime() - start));
                    Published result = send.result();
                    return result instanceof Published.Stored
                            ? CompletableFuture.completedFuture(result)
                            : CompletableFuture.failedFuture(new PublishFailedException(result, send.firstFault()));
                });
    }
}
