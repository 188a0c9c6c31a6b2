package io.millrace.stream.merge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.RecordLander;
import io.millrace.landing.TopicRefusedException;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.landing.TruncationCheck;
import io.millrace.landing.metrics.LostOffsets;
import io.millrace.stream.metrics.StreamMetrics;
import io.millrace.table.EventTable;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The merge of one stream, which has a thread while there are records to merge: see {@link MergeLoop}. */
public final class StreamMerge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamMerge.class);

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
    private final RecordBuffer buffer;
    private final StreamMetrics metrics;
    private final Consumer consumer;
    private final MergeLoop loop;
    private final OnDemandThread thread;
    private final UnmergedOffsets unmerged = new UnmergedOffsets();
    private final MergeHealth state;
    /** Of the measurements of the lag, and of the starts of partitions: each has a thread of its own. */
    private final TruncationCheck truncated = new TruncationCheck();
    private final TruncationCheck truncatedAtStart = new TruncationCheck();

    StreamMerge(StreamName stream, EventTable table, RecordLander lander, RecordBuffer buffer, StreamMetrics metrics,
            LostOffsets lost, Consumer consumer, RetryDelay delay, MicroBatchSchedule.Limits limits, Duration idle,
            Clock clock) {
        this.stream = stream;
        this.table = table;
        this.buffer = buffer;
        this.metrics = metrics;
        this.consumer = consumer;
        this.state = new MergeHealth(stream, clock);
        this.loop = new MergeLoop(stream, table, lander, buffer, metrics, lost, consumer, state, delay,
                new MicroBatchSchedule(limits, clock, System::nanoTime), idle);
        this.thread = new OnDemandThread("merge-" + stream, loop);
        metrics.watch(stream, () -> state().label(), () -> backgroundFailure().isPresent());
        metrics.freshnessTarget(stream, limits.freshness());
        lost.register(stream);
    }

    /**
     * Starts a partition at the watermark of the table, or at 0 when the table has none: offsets that Kafka deleted below
     * count as lost. When this throws, the partition is not started; the call may be repeated. Called by one thread.
     *
     * @param bounds
     *            the offsets of the partition in Kafka, up to the last stable offset, read since the previous call
     * @return the offset to read from
     */
    public long assign(String idOfTopic, int partition, OffsetRange bounds) {
        SourcePartition source = new SourcePartition(idOfTopic, partition);
        long offset = table.watermark(source).orElse(0);
        if (truncatedAtStart.isTruncated(source, offset, bounds.until())) {
            throw TopicRefusedException.endsBelow(stream.topic(), partition, offset, bounds.until());
        }
        if (offset > bounds.until()) {
            throw new TopicUnavailableException("Another writer merged records of partition " + partition + " of topic "
                    + stream.topic() + " after its end was read; the end is read again", null);
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

    /** Reads the log of the table, so that {@link #assign} looks for newer commits only. */
    public void readTable() {
        var unused = table.marked("");
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
        Uni<Void> room = buffer.offer(records);
        merge();
        return room;
    }

    /** Records of a partition could not be buffered: the merge thread reports the cause, and they are read again. */
    public void offerFailed(int partition, Throwable cause) {
        loop.notBuffered(cause);
        buffer.readAgain(partition);
        merge();
    }

    /** Starts the thread when there is none. Without memory for a thread, the next record or measurement of the lag starts it. */
    private void merge() {
        try {
            if (!thread.isRunning()) {
                loop.progress(); // A thread that begins has not stood still since the last one ended.
            }
            thread.request();
        } catch (OutOfMemoryError e) {
            state.failed(e);
        }
    }

    /**
     * The offsets that may hold a record and are not in the table yet, by partition; without partitions that have none. Called
     * by one thread.
     *
     * @param idOfTopic
     *            Kafka's id of the topic
     * @param bounds
     *            the offsets of every partition in Kafka, up to the last stable offset, read since the previous call
     */
    public Map<Integer, OffsetRange> unmerged(String idOfTopic, Map<Integer, OffsetRange> bounds) {
        if (loop.hasWork()) {
            merge();
        }
        Map<Integer, OffsetRange> left = new HashMap<>();
        for (var entry : bounds.entrySet()) {
            int partition = entry.getKey();
            long end = entry.getValue().until();
            SourcePartition source = new SourcePartition(idOfTopic, partition);
            long watermark = table.watermark(source).orElse(entry.getValue().from());
            if (truncated.isTruncated(source, watermark, end)) {
                state.partitionFailed(partition,
                        TopicRefusedException.endsBelow(stream.topic(), partition, watermark, end));
            }
            long behind = unmerged.count(partition, watermark, end,
                    () -> consumer.firstRecordFrom(stream, partition, watermark));
            if (behind > 0) {
                left.put(partition, new OffsetRange(end - behind, end));
            }
        }
        return left;
    }

    /** How often the table was found to be replaced by another table or restored to another history. */
    public long tableReplacements() {
        return table.replacements();
    }

    /** The state of the merge as a whole, or of a partition that does not run. */
    public MergeState state() {
        return thread.isBroken() && !buffer.isClosed() ? ENDED : state.now();
    }

    /**
     * That its thread makes no progress.
     *
     * @param stack
     *            what the thread does
     * @param forTime
     *            since when
     */
    public record Standstill(StackTraceElement[] stack, Duration forTime) {}

    /** Whether its thread, if there is one, has made no progress for longer than a time. */
    public Optional<Standstill> standstill(Duration longerThan) {
        StackTraceElement[] stack = thread.stack();
        Duration since = loop.sinceProgress();
        return stack.length == 0 || since.compareTo(longerThan) <= 0
                ? Optional.empty()
                : Optional.of(new Standstill(stack, since));
    }

    /** The failure of background work such as writing a checkpoint. It only makes the table slower to load. */
    public Optional<String> backgroundFailure() {
        return table.backgroundFailure();
    }

    @Override
    public void close() {
        buffer.close();
        thread.stop(Duration.ofSeconds(5));
        table.close();
    }
}
