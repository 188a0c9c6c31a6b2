package io.millrace.ingest.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class LingerFlushTest {
    private final List<Runnable> waiting = new ArrayList<>();
    private final LingerFlush linger = new LingerFlush(waiting::add);
    private int flushes;
    private final MockProducer<String, byte[]> producer = new MockProducer<>(false, null, new StringSerializer(),
            new ByteArraySerializer()) {
        @Override
        public synchronized void flush() {
            flushes++;
        }
    };

    @Test
    void batchThatIsAloneDoesNotLinger() {
        CompletableFuture<Void> first = new CompletableFuture<>();

        linger.over(producer, first);
        run();
        first.complete(null);
        linger.over(producer, new CompletableFuture<>());
        run();

        assertEquals(2, flushes);
    }

    @Test
    void batchesThatAreUnderwayTogetherLinger() {
        linger.over(producer, new CompletableFuture<>());
        run();

        linger.over(producer, new CompletableFuture<>());
        linger.over(producer, new CompletableFuture<>());
        run();

        assertEquals(1, flushes);
    }

    @Test
    void producerThatIsBeingWaitedForIsNotAskedAgain() {
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Void> settled = new CompletableFuture<>();
            linger.over(producer, settled);
            settled.complete(null);
        }

        assertEquals(1, waiting.size());
    }

    @Test
    void batchThatIsAloneLingersWhileMostHaveCompany() {
        CompletableFuture<Void> last = new CompletableFuture<>();
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Void> next = new CompletableFuture<>();
            linger.over(producer, next);
            last.complete(null);
            last = next;
        }
        last.complete(null);
        run();
        int before = flushes;

        over(1);
        assertEquals(before, flushes);
        over(40);
        assertTrue(flushes > before, "batches that are alone for long do not linger");
    }

    /** So many batches, each alone. */
    private void over(int batches) {
        for (int i = 0; i < batches; i++) {
            CompletableFuture<Void> settled = new CompletableFuture<>();
            linger.over(producer, settled);
            run();
            settled.complete(null);
        }
    }

    private void run() {
        waiting.forEach(Runnable::run);
        waiting.clear();
    }
}
