package io.millrace.ingest.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** One batch, sent once. Collects the fate of each event as the producer reports it. */
final class BatchSend {
    private final Batch batch;
    private final KafkaRecords records;
    private final AtomicReferenceArray<@Nullable Fate> fates;
    private final AtomicInteger pending;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private volatile @Nullable Exception firstFault;

    /**
     * @param ingestedAtMicros
     *            microseconds since the epoch
     */
    BatchSend(Batch batch, long ingestedAtMicros) {
        this.batch = batch;
        this.records = new KafkaRecords(batch.origin(), ingestedAtMicros);
        this.fates = new AtomicReferenceArray<>(batch.events().size());
        this.pending = new AtomicInteger(batch.events().size());
    }

    /** Completes when the producer has reported on every event that it took. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    /**
     * Hands the events to the producer, in order, until one is not taken or the time is up. Blocks for as long as the
     * producer does: at most its max.block.ms after the time is up.
     */
    void send(Producer<String, byte[]> producer, Duration atMost) {
        long start = System.nanoTime();
        for (int i = 0; i < batch.events().size(); i++) {
            boolean late = System.nanoTime() - start > atMost.toNanos();
            if (late || !send(producer, i)) {
                leaveOut(i);
                return;
            }
        }
    }

    private boolean send(Producer<String, byte[]> producer, int i) {
        Thread sender = Thread.currentThread();
        boolean[] taken = {true};
        try {
            var unused = producer.send(records.of(batch.events().get(i)), (metadata, fault) -> {
                // The producer reports on its own thread; on the caller's it does so only for what it did not take.
                if (Thread.currentThread() == sender) {
                    taken[0] = false;
                    firstFault = fault;
                } else {
                    report(i, metadata, fault);
                }
            });
        } catch (RuntimeException e) {
            // Thrown from before the record is put into the buffer.
            firstFault = e;
            return false;
        }
        return taken[0];
    }

    private void report(int i, RecordMetadata metadata, @Nullable Exception fault) {
        if (fault == null) {
            settle(i, new Fate.Stored(metadata.partition(), metadata.offset()));
        } else {
            firstFault = fault;
            settle(i, new Fate.Unknown());
        }
    }

    private void leaveOut(int from) {
        for (int i = from; i < batch.events().size(); i++) {
            settle(i, new Fate.NotStored());
        }
    }

    private void settle(int i, Fate fate) {
        fates.set(i, fate);
        if (pending.decrementAndGet() == 0) {
            settled.complete(null);
        }
    }

    /** What is known by now. */
    Published result() {
        List<Fate> now = new ArrayList<>(fates.length());
        List<Fate.Stored> stored = new ArrayList<>(fates.length());
        boolean nothing = true;
        for (int i = 0; i < fates.length(); i++) {
            Fate fate = fates.get(i);
            now.add(fate == null ? new Fate.Unknown() : fate);
            if (fate instanceof Fate.Stored yes) {
                stored.add(yes);
            }
            nothing &= fate instanceof Fate.NotStored;
        }
        if (stored.size() == now.size()) {
            return new Published.Stored(stored);
        }
        Exception fault = firstFault;
        String reason = fault == null ? "not every acknowledgement came in time" : fault.toString();
        return nothing ? new Published.NotStored(reason) : new Published.InDoubt(now, reason);
    }

    /** The first report of the producer that was no acknowledgement, when there was one. */
    @Nullable
    Exception firstFault() {
        return firstFault;
    }
}
