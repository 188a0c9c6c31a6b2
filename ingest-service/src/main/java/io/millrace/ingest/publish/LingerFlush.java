package io.millrace.ingest.publish;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.producer.Producer;

/**
 * Flushes the producer for a batch that is alone, because no other batch would join it while it lingers. While most batches
 * find others underway they linger and share requests to Kafka, also those that happen to be alone.
 */
final class LingerFlush {
    /** The share of batches that found others underway, and the weight of the newest batch in it. */
    private static final int ALL = 1_024;
    private static final int NEWEST = 16;

    private final Executor executor;
    private final AtomicInteger underway = new AtomicInteger();
    private final AtomicBoolean ending = new AtomicBoolean();
    /** Of {@link #ALL}. A lost update does no harm. */
    private volatile int accompanied;

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
        int share = accompanied;
        share += ((alone ? 0 : ALL) - share) / NEWEST;
        accompanied = share;
        var unused = settled.whenComplete((done, fault) -> underway.decrementAndGet());
        if (alone && share < ALL / 2 && ending.compareAndSet(false, true)) {
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
