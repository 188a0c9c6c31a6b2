package io.millrace.ingest.publish;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.producer.Producer;

/**
 * Ends the producer's lingering for a batch that is alone, which nothing would join. Under load batches linger, and share
 * requests to Kafka.
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

    /** Is told of a batch that was handed to the producer. */
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
