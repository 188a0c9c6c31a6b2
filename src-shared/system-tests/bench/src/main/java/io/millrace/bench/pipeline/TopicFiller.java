package io.millrace.bench.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.millrace.bench.orders.BareClient;
import io.millrace.bench.orders.OrderRecords;
import io.millrace.contracts.schema.Contract;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/** Sends orders to their topic as the gateway writes them, without the gateway, on several threads. */
final class TopicFiller implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int CHUNK = 500;

    private final KafkaProducer<String, byte[]> producer;
    private final Contract contract;

    TopicFiller(String bootstrapServers, Contract contract) {
        this.producer = BareClient.producer(bootstrapServers);
        this.contract = contract;
    }

    /** Sends these deliveries, the end exclusive, and returns when the broker has acknowledged every one. */
    void fill(long from, long until) throws InterruptedException {
        AtomicLong next = new AtomicLong(from);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().daemon().name("fill").uncaughtExceptionHandler((t, e) -> failure.set(e))
                    .start(() -> send(next, until, failure)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        producer.flush();
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("The broker did not take every record", failed);
        }
    }

    private void send(AtomicLong next, long until, AtomicReference<@Nullable Throwable> failure) {
        for (long first = next.getAndAdd(CHUNK); first < until; first = next.getAndAdd(CHUNK)) {
            OrderRecords records = new OrderRecords(contract.contentId(),
                    TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()));
            for (long delivery = first; delivery < Math.min(first + CHUNK, until); delivery++) {
                var unused = producer.send(records.of(Deliveries.event(delivery)), (metadata, fault) -> {
                    if (fault != null) {
                        failure.set(fault);
                    }
                });
            }
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
