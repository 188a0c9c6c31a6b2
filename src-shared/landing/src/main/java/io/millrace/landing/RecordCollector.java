package io.millrace.landing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.millrace.landing.tracing.BatchLogContext;
import io.millrace.landing.tracing.BatchOrigins;
import io.millrace.landing.tracing.MergeTracing;
import io.millrace.table.EventBatch;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes one row for each record of a topic, each once: the commit that has the rows moves the watermark past their offsets.
 * Used by one thread.
 */
public abstract class RecordCollector implements PendingRecords {
    private final EventTable table;
    private final long mostBytes;
    private CoveredOffsets offsets = new CoveredOffsets();
    private BatchOrigins origins = MergeTracing.OFF.origins();
    private String topicId = "";

    /**
     * @param mostBytes
     *            the memory of the rows that are not in the table yet, in bytes; a single record may take more
     */
    RecordCollector(EventTable table, long mostBytes) {
        this.table = table;
        this.mostBytes = mostBytes;
    }

    @Override
    public UnlandedRecords add(String ofTopic, UnlandedRecords records) {
        if (isEmpty()) {
            reset();
            topicId = ofTopic;
        } else if (!topicId.equals(ofTopic) || !offsets.isContinuedBy(records.ranges())) {
            return records;
        }
        offsets.begin(records.ranges());
        UnlandedRecords left = records.after(add(records.records()));
        offsets.end(records.completed(left));
        return left;
    }

    private int add(List<ConsumerRecord<byte[], byte[]>> records) {
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!offsets.contains(record)) {
                if (bytes() >= mostBytes) {
                    return count;
                }
                addRow(topicId, record);
                offsets.add(record);
                origins.add(record);
            }
            count++;
        }
        return count;
    }

    @Override
    public final boolean isEmpty() {
        return ranges().isEmpty();
    }

    /** The offsets of which the rows are, by partition. */
    public final Map<Integer, OffsetRange> ranges() {
        return offsets.ranges();
    }

    /**
     * Commits the rows to the table. After an exception the call may be repeated.
     *
     * @param beginnings
     *            asks Kafka for the first offset of each of these partitions
     */
    public final MergeOutcome write(Function<Set<Integer>, Map<Integer, Long>> beginnings) {
        MergeOutcome outcome = table.merge(new MicroBatch(topicId, rows(), offsets.ranges(),
                offsets.inGaps(beginnings)));
        reset();
        return outcome;
    }

    @Override
    public final BatchLogContext logContext() {
        return BatchLogContext.open(origins);
    }

    @Override
    public void discard() {
        reset();
    }

    private void reset() {
        clearRows();
        offsets = new CoveredOffsets();
        origins = MergeTracing.OFF.origins();
    }

    /** Adds the row of a record. */
    abstract void addRow(String ofTopic, ConsumerRecord<byte[], byte[]> record);

    /** The rows that were added. */
    abstract EventBatch rows();

    /** Removes all rows. */
    abstract void clearRows();
}
