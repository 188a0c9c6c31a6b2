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

import io.millrace.contracts.StreamName;
import io.millrace.stream.StreamMetrics;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.SourcePartition;
import io.millrace.table.feed.RecordFeed;
import io.millrace.table.feed.Unfed;
import io.millrace.table.law.OffsetRange;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Merges one stream on a thread of its own. A micro-batch that fails is kept and tried again until it succeeds, with the
 * consumer held back meanwhile: no record is passed over, and nothing needs to be read twice.
 */
public final class StreamMerge implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(StreamMerge.class);
    private static final Unfed NOTHING = new Unfed(List.of(), Map.of());
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LAST_BACKOFF = Duration.ofSeconds(5);

    /** The last net below the loop that catches everything. */
    private static final StreamState ENDED = new StreamState.Paused(
            "the thread that merges has ended; restart the service", Instant.EPOCH);

    /** Lets the merge act on the consumer. */
    public interface Consumer {
        /** Tells Kafka how far the table is; for lag monitors only. */
        void report(StreamName stream, Map<Integer, Long> watermarks);

        /** Reads a partition again from an offset. */
        void rewind(StreamName stream, int partition, long offset);

        /** The first offset at or after this one that Kafka still has a record of, when there is one. */
        OptionalLong firstRecordFrom(StreamName stream, int partition, long offset);
    }

    private final StreamName stream;
    private final EventTable table;
    private final RecordFeed feed;
    private final RecordBuffer buffer;
    private final StreamMetrics metrics;
    private final Consumer consumer;
    private final Thread thread;
    private volatile String topicId = "";
    private final MergeState state;

    StreamMerge(StreamName stream, EventTable table, RecordFeed feed, RecordBuffer buffer, StreamMetrics metrics,
            Consumer consumer, Clock clock) {
        this.stream = stream;
        this.table = table;
        this.feed = feed;
        this.buffer = buffer;
        this.metrics = metrics;
        this.consumer = consumer;
        this.state = new MergeState(stream, clock);
        this.thread = Thread.ofPlatform().name("merge-" + stream).daemon(true).start(this::run);
        metrics.watch(stream, () -> state().label(), () -> backgroundFailure().isPresent());
    }

    /**
     * Starts a partition at the table's watermark, or at the given offset when the table never saw it. Throws what the
     * table throws; the partition is then not started, and may be tried again.
     */
    public long assign(String idOfTopic, int partition, long beginning) {
        topicId = idOfTopic;
        long offset = table.watermark(new SourcePartition(idOfTopic, partition)).orElse(beginning);
        buffer.assign(partition, offset);
        state.partitionRunning(partition);
        return offset;
    }

    /** Records why a partition could not be started, until it is. */
    public void startFailed(int partition, Throwable cause) {
        state.partitionFailed(partition, cause);
    }

    /** Ends a partition. */
    public void revoke(int partition) {
        state.partitionRunning(partition);
        buffer.revoke(partition);
    }

    /** Takes records in; completes when there is room for more. */
    public Uni<Void> offer(List<ConsumerRecord<byte[], byte[]>> records) {
        return buffer.offer(records);
    }

    /** Records of a partition could not be taken in: they are read again. */
    public void offerFailed(int partition, Throwable cause) {
        failed(cause);
        buffer.readAgain(partition);
    }

    /**
     * How many offsets are not in the table yet, by what the table says now.
     *
     * @param ends
     *            the end offset of every partition, exclusive
     */
    public long behind(Map<Integer, Long> ends) {
        long behind = 0;
        for (var end : ends.entrySet()) {
            behind += Math.max(0, end.getValue()
                    - table.watermark(new SourcePartition(topicId, end.getKey())).orElse(0));
        }
        return behind;
    }

    /** How it is doing, in full or of a partition. */
    public StreamState state() {
        return thread.isAlive() || buffer.isClosed() ? state.now() : ENDED;
    }

    /** What failed beside the merge, as the writing of a checkpoint: the table gets slower to load, and nothing else. */
    public Optional<String> backgroundFailure() {
        return table.backgroundFailure();
    }

    /** Whatever is thrown, an Error included: to pass the records over would lose them, and to end would stop the stream. */
    private void run() {
        Unfed taken = NOTHING;
        Duration backoff = FIRST_BACKOFF;
        while (!buffer.isClosed()) {
            try {
                if (taken.isEmpty()) {
                    taken = buffer.take();
                }
                while (!taken.isEmpty() && !buffer.isClosed()) {
                    taken = merge(taken);
                }
                buffer.unstuck().forEach(this::restart);
                state.running();
                backoff = FIRST_BACKOFF;
            } catch (InterruptedException e) {
                LOG.debugf("Merging of stream %s was interrupted", stream);
            } catch (Throwable e) {
                if (buffer.isClosed()) {
                    return;
                }
                failed(e);
                buffer.stuck();
                waitFor(backoff);
                backoff = backoff.multipliedBy(2).compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : backoff.multipliedBy(2);
            }
        }
    }

    private void failed(Throwable cause) {
        state.failed(cause);
        metrics.failed(stream);
    }

    private void waitFor(Duration backoff) {
        try {
            Thread.sleep(backoff);
        } catch (InterruptedException e) {
            LOG.debugf("Merging of stream %s was interrupted", stream);
        }
    }

    /** Merges as much as there is memory for; returns what is left. */
    private Unfed merge(Unfed taken) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(taken.records());
        Map<Integer, OffsetRange> ranges = new HashMap<>(taken.ranges());
        taken.ranges().forEach((partition, range) -> {
            if (!isWhole(partition, range, records)) {
                // Records that were on their way from before the partition was assigned: read it properly instead.
                records.removeIf(r -> r.partition() == partition);
                ranges.remove(partition);
                restart(partition, range.from());
            }
        });
        if (ranges.isEmpty()) {
            return NOTHING;
        }
        long started = System.nanoTime();
        RecordFeed.Fed fed = feed.feed(topicId, new Unfed(records, ranges));
        metrics.fed(stream, fed, Duration.ofNanos(System.nanoTime() - started));
        if (fed.outcome() instanceof MergeOutcome.Gap gap) {
            LOG.errorf("The table of stream %s needs offset %d of partition %d and was given %s: it was put back to an"
                    + " older version. Reading again from there.", stream, gap.watermark(), gap.partition(),
                    gap.range());
            ranges.keySet().forEach(partition -> restart(partition,
                    table.watermark(new SourcePartition(topicId, partition)).orElse(0)));
            return NOTHING;
        }
        Map<Integer, Long> watermarks = new HashMap<>();
        fed.fed().ranges().forEach((partition, range) -> watermarks.put(partition, range.until()));
        consumer.report(stream, watermarks);
        return fed.left();
    }

    /** Whether there is no record between where the range starts and its first record. */
    private boolean isWhole(int partition, OffsetRange range, List<ConsumerRecord<byte[], byte[]>> records) {
        long first = records.stream().filter(r -> r.partition() == partition).mapToLong(ConsumerRecord::offset).min()
                .orElse(range.until());
        if (first == range.from()) {
            return true;
        }
        OptionalLong available = consumer.firstRecordFrom(stream, partition, range.from());
        boolean whole = available.isEmpty() || available.getAsLong() >= first;
        if (whole) {
            LOG.warnf(
                    "Kafka has no records of stream %s, partition %d, between offsets %d and %d: deleted by retention,"
                            + " by compaction, or control records",
                    stream, partition, range.from(), first);
            metrics.lost(stream, first - range.from());
        }
        return whole;
    }

    private void restart(int partition, long offset) {
        if (buffer.restart(partition, offset)) {
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
