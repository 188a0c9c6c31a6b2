package io.millrace.batch.merge;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.FailureKind;
import io.millrace.landing.PendingRecords;
import io.millrace.landing.TopicRefusedException;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.tracing.BatchLogContext;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the tables that the records of a read are for. It takes those from its own watermark on. Used by one thread. */
abstract class TableFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TableFeed.class);

    private final StreamName stream;
    private final String topicName;
    private final EventTable table;
    private final OffsetRangeReader reader;
    private final OffsetRangeReader.ChunkSize limits;
    private Map<Integer, Long> from = Map.of();
    private Map<Integer, OffsetRange> window = Map.of();

    /**
     * @param topicName
     *            the topic that is read
     * @param limits
     *            of what is written in one commit
     */
    TableFeed(StreamName stream, String topicName, EventTable table, OffsetRangeReader reader,
            OffsetRangeReader.ChunkSize limits) {
        this.stream = stream;
        this.topicName = topicName;
        this.table = table;
        this.reader = reader;
        this.limits = limits;
    }

    /** The stream. */
    final StreamName stream() {
        return stream;
    }

    /** What the table needs of the topic, by partition. */
    final Map<Integer, OffsetRange> window() {
        return window;
    }

    /** Finds out what the table needs of the topic. */
    final void begin(OffsetRangeReader.Topic topic) {
        Map<Integer, Long> watermarks = new HashMap<>();
        Map<Integer, OffsetRange> needed = new HashMap<>();
        topic.bounds().forEach((partition, bounds) -> {
            long watermark = table.watermark(new SourcePartition(topic.id(), partition)).orElse(0);
            if (bounds.until() < watermark) {
                requireEnd(topic.id(), partition, watermark);
            }
            watermarks.put(partition, watermark);
            if (bounds.until() > watermark) {
                needed.put(partition, new OffsetRange(watermark, bounds.until()));
            }
        });
        from = watermarks;
        window = needed;
    }

    /** The end that is known was read before the watermark, which another writer may have moved in between. */
    private void requireEnd(String topicId, int partition, long watermark) {
        OffsetRangeReader.Topic now = reader.topic(topicName);
        OffsetRange bounds = now.bounds().get(partition);
        if (now.id().equals(topicId) && bounds != null && bounds.until() < watermark) {
            throw TopicRefusedException.endsBelow(topicName, partition, watermark, bounds.until());
        }
    }

    /** Takes what the table needs of these records, and writes to the table when enough have come. */
    final void take(String topicId, UnlandedRecords read) {
        UnlandedRecords left = read.from(from);
        while (!left.isEmpty()) {
            PendingRecords pending = pending();
            left = pending.add(topicId, left);
            if (!left.isEmpty() || pending.records() >= limits.rows() || pending.bytes() >= limits.bytes()) {
                writeInContext();
            }
        }
    }

    /** Writes the rest. */
    void end() {
        if (!pending().isEmpty()) {
            writeInContext();
        }
    }

    private void writeInContext() {
        try (BatchLogContext unused = pending().logContext()) {
            try {
                write();
            } catch (RuntimeException e) { // The run reports it, but does not know the requests of these records.
                LOG.error("Stream {}: records of topic {} were not written: {}", stream, topicName,
                        FailureKind.describe(e));
                throw e;
            }
        }
    }

    /** Kafka's first offset of each of these partitions. */
    final Map<Integer, Long> beginnings(Set<Integer> partitions) {
        return reader.beginnings(topicName, partitions);
    }

    static void refuseGap(MergeOutcome outcome) {
        if (outcome instanceof MergeOutcome.OffsetGap gap) {
            throw new TopicUnavailableException("The table needs offset " + gap.watermark() + " of partition "
                    + gap.partition() + " but was given " + gap.range() + "; the next run reads from there", null);
        }
    }

    /** What is written next. */
    abstract PendingRecords pending();

    /** Commits what is pending. */
    abstract void write();

    /** Drops what is not in the table, whose records must be read again; with less memory from now on, if that ran out. */
    abstract void discard(boolean outOfMemory);

    @Override
    public abstract void close();
}
