package io.millrace.ingest.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

import io.millrace.ingest.outcome.BatchOutcome;
import io.millrace.ingest.outcome.EventOutcome;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One batch, sent once. Collects the outcome of each event as the producer reports it. */
final class BatchSend {
    private static final EventOutcome UNKNOWN = new EventOutcome.Unknown();
    private static final EventOutcome NOT_STORED = new EventOutcome.NotStored();
    /** Maximum time for which an event is offered again when the producer has no memory or no metadata for it. */
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofMillis(1);
    /** Bytes of a request that are sent without regard to others. */
    private static final int SMALL = 65_536;
    /** Bytes that are sent from one look at the producer's memory to the next. */
    private static final int WATCHED_EVERY = 16_384;

    /** Receives the reports of the producer, on its thread, also after the response to the caller. */
    interface SendListener {
        /** An event is stored. */
        void acknowledged();

        /** An event is not known to be stored. */
        void failed(Exception fault);
    }

    private final EventBatch batch;
    private final ProducerRecords records;
    private final SendListener listener;
    private final ProducerMemory room;
    private final AtomicReferenceArray<@Nullable EventOutcome> outcomes;
    private final AtomicInteger pending;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private volatile @Nullable Exception lastFault;

    /**
     * @param ingestedAtMicros
     *            microseconds since the epoch
     */
    BatchSend(EventBatch batch, long ingestedAtMicros, SendListener listener, ProducerMemory room) {
        this.batch = batch;
        this.listener = listener;
        this.room = room;
        this.records = new ProducerRecords(batch.origin(), ingestedAtMicros);
        this.outcomes = new AtomicReferenceArray<>(batch.events().size());
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
        long unwatched = SMALL;
        for (int i = 0; i < batch.events().size(); i++) {
            unwatched -= size(batch.events().get(i));
            if (unwatched < 0) {
                awaitRoom(start, atMost);
                unwatched = WATCHED_EVERY;
            }
            if (System.nanoTime() - start > atMost.toNanos()) {
                leaveOut(i);
                return;
            }
            Exception refusal = offer(producer, i);
            if (refusal != null) {
                failed(refusal);
                if (FatalProducerErrors.isToldAfterTaking(refusal)) {
                    settle(i, UNKNOWN);
                    leaveOut(i + 1);
                } else {
                    leaveOut(i);
                }
                return;
            }
        }
    }

    /** The last part of the producer's memory is reserved for small requests: a large one waits for more. */
    private void awaitRoom(long start, Duration atMost) {
        while (!room.hasSome() && System.nanoTime() - start <= atMost.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static int size(OutgoingRecord outgoing) {
        return switch (outgoing) {
            case EncodedEvent event -> event.value().length;
            case QuarantinedEvent letter -> letter.original().length;
        };
    }

    /**
     * A full buffer turns a request away whose first event finds it so; of one that is sent in part, the rest waits for
     * room. Metadata is waited for: it is there but for the first events of a new stream. Returns why the producer does
     * not take the event; null when it does.
     */
    private @Nullable Exception offer(Producer<String, byte[]> producer, int i) {
        Exception refusal = send(producer, i);
        long start = System.nanoTime();
        while (refusal instanceof TimeoutException && (i > 0 || !(refusal instanceof BufferExhaustedException))
                && System.nanoTime() - start < PATIENCE.toNanos()) {
            refusal = send(producer, i);
        }
        return refusal;
    }

    private @Nullable Exception send(Producer<String, byte[]> producer, int i) {
        Thread sender = Thread.currentThread();
        @Nullable
        Exception[] refusal = {null};
        try {
            var unused = producer.send(records.of(batch.events().get(i), producer), (metadata, fault) -> {
                // The producer reports on its own thread what it took, and on the caller's why it refuses.
                if (Thread.currentThread() == sender) {
                    refusal[0] = fault;
                } else {
                    report(i, metadata, fault);
                }
            });
        } catch (RuntimeException e) {
            return e;
        }
        return refusal[0];
    }

    private void report(int i, RecordMetadata metadata, @Nullable Exception fault) {
        if (fault == null) {
            listener.acknowledged();
            settle(i, batch.events().get(i).stored(metadata.partition(), metadata.offset()));
        } else {
            failed(fault);
            settle(i, UNKNOWN);
        }
    }

    private void failed(Exception fault) {
        lastFault = fault;
        listener.failed(fault);
    }

    private void leaveOut(int from) {
        for (int i = from; i < batch.events().size(); i++) {
            settle(i, NOT_STORED);
        }
    }

    /** The first report on an event counts: a failing producer throws, and still reports on events that it took. */
    private void settle(int i, EventOutcome outcome) {
        if (outcomes.compareAndSet(i, null, outcome) && pending.decrementAndGet() == 0) {
            settled.complete(null);
        }
    }

    /** The outcome of the batch as it is known now. */
    BatchOutcome result() {
        List<EventOutcome> now = new ArrayList<>(outcomes.length());
        boolean all = true;
        boolean nothing = true;
        for (int i = 0; i < outcomes.length(); i++) {
            EventOutcome outcome = outcomes.get(i);
            now.add(outcome == null ? UNKNOWN : outcome);
            all &= outcome != null && outcome.isAcknowledged();
            nothing &= outcome instanceof EventOutcome.NotStored;
        }
        if (all) {
            return new BatchOutcome.AllStored(now);
        }
        Exception fault = lastFault;
        String reason = fault == null ? "some acknowledgements did not arrive in time" : fault.toString();
        return nothing
                ? new BatchOutcome.NoneStored(reason, fault instanceof BufferExhaustedException)
                : new BatchOutcome.InDoubt(now, reason);
    }

    /** The last report of the producer that was no acknowledgement, when there was one. */
    @Nullable
    Exception lastFault() {
        return lastFault;
    }
}
