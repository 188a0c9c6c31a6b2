package io.millrace.stream.merge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.FailureKind;
import io.millrace.landing.LandingResult;
import io.millrace.landing.RecordLander;
import io.millrace.landing.TopicRefusedException;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.metrics.LostOffsets;
import io.millrace.stream.metrics.StreamMetrics;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges one stream on its own thread. A micro-batch that fails is kept and retried until it succeeds, while the consumer
 * of the stream waits: no record is skipped.
 */
public final class StreamMerge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamMerge.class);
    private static final UnlandedRecords NOTHING = new UnlandedRecords(List.of(), Map.of());

    /** The state when the thread has ended in spite of the loop that catches every Throwable. */
    private static final MergeState ENDED = new MergeState.Paused(
            "The merge thread has ended. Restart the service", Instant.EPOCH);

    /** The operations of the consumer that a merge needs. */
    public interface Consumer {
        /** Commits the watermarks of the table to Kafka, for lag monitors only. */
        void report(StreamName stream, Map<Integer, Long> watermarks);

        /** Seeks a partition back to an offset. */
        void rewind(StreamName stream, int partition, long offset);

        /**
         * The first offset from this one on that holds a record, below the last stable offset; empty when there is none.
         */
        OptionalLong firstRecordFrom(StreamName stream, int partition, long offset);

        /** The first offset of each of these partitions in Kafka. */
        Map<Integer, Long> beginnings(StreamName stream, Set<Integer> partitions);
    }

    private final StreamName stream;
    private final EventTable table;
    private final RecordLander lander;
    private final RecordBuffer buffer;
    private final StreamMetrics metrics;
    private final LostOffsets lost;
    private final Consumer consumer;
    private final Thread thread;
    private final UnmergedOffsets unmerged = new UnmergedOffsets();
    private final MergeHealth state;
    private final RetryDelay delay;
    /** Why records could not be buffered; reported by the merge thread. */
    private final AtomicReference<@Nullable Throwable> notBuffered = new AtomicReference<>();

    StreamMerge(StreamName stream, EventTable table, RecordLander lander, RecordBuffer buffer, StreamMetrics metrics,
            LostOffsets lost, Consumer consumer, RetryDelay delay, Clock clock) {
        this.stream = stream;
        this.table = table;
        this.lander = lander;
        this.buffer = buffer;
        this.metrics = metrics;
        this.lost = lost;
        this.consumer = consumer;
        this.state = new MergeHealth(stream, clock);
        this.delay = delay;
        this.thread = Thread.ofPlatform().name("merge-" + stream).daemon(true).start(this::runToTheEnd);
        metrics.watch(stream, () -> state().label(), () -> backgroundFailure().isPresent());
        lost.register(stream);
    }

    /**
     * Starts a partition at the watermark of the table, or at 0 when the table has none: offsets that Kafka deleted below
     * count as lost. When the table throws, the partition is not started; the call may be repeated.
     *
     * @param bounds
     *            the offsets of the partition in Kafka, up to the last stable offset
     * @return the offset to read from
     */
    public long assign(String idOfTopic, int partition, OffsetRange bounds) {
        long offset = table.watermark(new SourcePartition(idOfTopic, partition)).orElse(0);
        if (offset > bounds.until()) {
            throw TopicRefusedException.endsBelow(stream.topic(), partition, offset, bounds.until());
        }
        String before = buffer.topicId();
        if (!before.isEmpty() && !before.equals(idOfTopic)) {
            LOG.error(
                    "The topic of stream {} was deleted and created again: its id was {} and is now {}. It is merged from"
                            + " its beginning.",
                    stream, before, idOfTopic);
            metrics.topicReplaced(stream);
        }
        buffer.begin(idOfTopic);
        buffer.assign(partition, offset);
        state.partitionRunning(partition);
        return offset;
    }

    /** Whether the topic that is read has this id; also true while no topic is read. */
    public boolean isOf(String idOfTopic) {
        String known = buffer.topicId();
        return known.isEmpty() || known.equals(idOfTopic);
    }

    /** Records why a partition could not be started. The record ends when the partition starts. */
    public void startFailed(int partition, Throwable cause) {
        state.partitionFailed(partition, cause);
    }

    /** Ends a partition. */
    public void revoke(int partition) {
        state.partitionRunning(partition);
        buffer.revoke(partition);
    }

    /** Buffers records. The result completes when there is room for more. */
    public Uni<Void> offer(List<ConsumerRecord<byte[], byte[]>> records) {
        return buffer.offer(records);
    }

    /** Records of a partition could not be buffered: the merge thread reports the cause, and they are read again. */
    public void offerFailed(int partition, Throwable cause) {
        notBuffered.set(cause);
        buffer.readAgain(partition);
    }

    /**
     * The number of offsets that may hold a record and are not in the table yet. Called by one thread.
     *
     * @param idOfTopic
     *            Kafka's id of the topic
     * @param bounds
     *            the offsets of every partition in Kafka, up to the last stable offset
     */
    public long behind(String idOfTopic, Map<Integer, OffsetRange> bounds) {
        long behind = 0;
        for (var entry : bounds.entrySet()) {
            int partition = entry.getKey();
            long end = entry.getValue().until();
            long watermark = table.watermark(new SourcePartition(idOfTopic, partition))
                    .orElse(entry.getValue().from());
            if (watermark > end) {
                state.partitionFailed(partition,
                        TopicRefusedException.endsBelow(stream.topic(), partition, watermark, end));
            }
            behind += unmerged.count(partition, watermark, end,
                    () -> consumer.firstRecordFrom(stream, partition, watermark));
        }
        return behind;
    }

    /** How often the table was found to be replaced by another table or restored to another history. */
    public long tableReplacements() {
        return table.replacements();
    }

    /** The state of the merge as a whole, or of a partition that does not run. */
    public MergeState state() {
        return thread.isAlive() || buffer.isClosed() ? state.now() : ENDED;
    }

    /** The failure of background work such as writing a checkpoint. It only makes the table slower to load. */
    public Optional<String> backgroundFailure() {
        return table.backgroundFailure();
    }

    private void runToTheEnd() {
        try (lander) {
            run();
        }
    }

    /** Catches every Throwable: skipping the records would lose them, and ending the thread would stop the stream. */
    private void run() {
        UnlandedRecords taken = NOTHING;
        while (!buffer.isClosed()) {
            try {
                if (taken.isEmpty()) {
                    taken = buffer.take();
                }
                while (!taken.isEmpty() && !buffer.isClosed()) {
                    taken = merge(taken);
                }
                Throwable rejected = notBuffered.getAndSet(null);
                if (rejected != null) {
                    retryAfter(rejected);
                }
                String readAgain = buffer.topicId();
                buffer.unstuck().forEach((partition, offset) -> restart(readAgain, partition, offset));
                state.running();
                delay.reset();
            } catch (InterruptedException e) {
                LOG.debug("The merge of stream {} was interrupted", stream);
            } catch (Throwable e) {
                if (buffer.isClosed()) {
                    return;
                }
                retryAfter(e);
            }
        }
    }

    /** Reports a failure and waits for the time of the next attempt. Meanwhile the other streams get their records. */
    private void retryAfter(Throwable cause) {
        state.failed(cause);
        metrics.failed(stream);
        buffer.stuck();
        waitFor(delay.after(FailureKind.of(cause)));
    }

    private void waitFor(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            LOG.debug("The merge of stream {} was interrupted", stream);
        }
    }

    /** Merges as many records as there is memory for; returns the rest. */
    private UnlandedRecords merge(UnlandedRecords taken) {
        String topicId = buffer.takenOf();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(taken.records());
        Map<Integer, OffsetRange> ranges = new HashMap<>(taken.ranges());
        taken.ranges().forEach((partition, range) -> {
            if (!isWhole(partition, range, records)) {
                // The records were polled before the partition was assigned: read it again from its start.
                records.removeIf(r -> r.partition() == partition);
                ranges.remove(partition);
                restart(topicId, partition, range.from());
            }
        });
        if (ranges.isEmpty()) {
            return NOTHING;
        }
        long started = System.nanoTime();
        LandingResult result = lander.land(topicId, new UnlandedRecords(records, ranges));
        metrics.landed(stream, result, Duration.ofNanos(System.nanoTime() - started));
        if (result.outcome() instanceof MergeOutcome.OffsetGap gap) {
            LOG.error(
                    "The table of stream {} needs offset {} of partition {} but was given {}: the table was replaced or"
                            + " restored to an older version. Reading again from that offset.",
                    stream, gap.watermark(), gap.partition(),
                    gap.range());
            Map<Integer, Long> beginnings = consumer.beginnings(stream, ranges.keySet());
            ranges.keySet().forEach(partition -> restart(topicId, partition,
                    table.watermark(new SourcePartition(topicId, partition))
                            .orElse(beginnings.getOrDefault(partition, 0L))));
            return NOTHING;
        }
        if (result.outcome() instanceof MergeOutcome.Merged) {
            lost.count(stream, result, partitions -> consumer.beginnings(stream, partitions));
        }
        Map<Integer, Long> watermarks = new HashMap<>();
        result.landed().ranges().forEach((partition, range) -> watermarks.put(partition, range.until()));
        consumer.report(stream, watermarks);
        return result.left();
    }

    /** Whether Kafka holds no record between the start of the range and the first of these records. */
    private boolean isWhole(int partition, OffsetRange range, List<ConsumerRecord<byte[], byte[]>> records) {
        long first = records.stream().filter(r -> r.partition() == partition).mapToLong(ConsumerRecord::offset).min()
                .orElse(range.until());
        if (first == range.from()) {
            return true;
        }
        OptionalLong available = consumer.firstRecordFrom(stream, partition, range.from());
        return available.isEmpty() || available.getAsLong() >= first;
    }

    private void restart(String topicId, int partition, long offset) {
        if (buffer.restart(topicId, partition, offset)) {
            try {
                consumer.rewind(stream, partition, offset);
            } catch (Throwable e) {
                buffer.readAgain(partition);
                throw e;
            }
        }
    }

    @Override
    public void close() {
        buffer.close();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        table.close();
    }
}
