package io.millrace.ingest.publish;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.producer.Producer;

/**
 * Flushes the producer for a batch that is alone, because no other batch would join it while it lingers. Under load
 * batches linger and share requests to Kafka.
 */
final class LingerFlush {
    private final Executor executor;
    private final AtomicInteger underway = new AtomicInteger();
    private final AtomicBoolean ending = new AtomicBoolean();

    /**
     * @param executor
     *            on which the producer may block until what it holds is settled
     */
    LingerFlush(Executor executor) {
        this.executor = executor;
    }

    /** Called for each batch that was handed to the producer. */
    void over(Producer<?, ?> producer, CompletionStage<Void> settled) {
        boolean alone = underway.incrementAndGet() == 1;
        var unused = settled.whenComplete((done, fault) -> underway.decrementAndGet());
        if (alone && ending.compareAndSet(false, true)) {
            executor.execute(() -> {
                try {
                    producer.flush();
                } finally {
                    ending.set(false);
                }
            });
        }
    }
}
