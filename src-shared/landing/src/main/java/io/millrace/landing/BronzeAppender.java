package io.millrace.landing;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.millrace.landing.bronze.BronzeRows;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Appends the records of one stream to its bronze table, each once: the commit that has the rows moves the watermark past
 * their offsets. Nothing is decoded, so a record that is no event is there as well. Used by one thread.
 */
public final class BronzeAppender {
    private final EventTable table;
    private final Clock clock;
    private final long mostBytes;
    private BronzeRows rows = new BronzeRows();
    private CoveredOffsets offsets = new CoveredOffsets();
    private String topicId = "";

    /**
     * @param clock
     *            gives the day on which records are appended
     * @param mostBytes
     *            the memory of the rows that are not in the table yet, in bytes; a single record may take more
     */
    public BronzeAppender(EventTable table, Clock clock, long mostBytes) {
        this.table = table;
        this.clock = clock;
        this.mostBytes = mostBytes;
    }

    /**
     * Adds records. Those that were added already are left out.
     *
     * @param ofTopic
     *            Kafka's id of the topic
     * @param records
     *            all records of the ranges
     * @return those for which there is no room, or which do not continue the others: call {@link #append}, then add them
     */
    public UnlandedRecords add(String ofTopic, UnlandedRecords records) {
        if (isEmpty()) {
            clear();
            topicId = ofTopic;
        } else if (!topicId.equals(ofTopic) || !offsets.isContinuedBy(records.ranges())) {
            return records;
        }
        offsets.begin(records.ranges());
        int day = Math.toIntExact(LocalDate.now(clock).toEpochDay());
        UnlandedRecords left = records.after(add(records.records(), day));
        offsets.end(records.completed(left));
        return left;
    }

    private int add(List<ConsumerRecord<byte[], byte[]>> records, int day) {
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!offsets.contains(record)) {
                if (rows.weight() >= mostBytes) {
                    return count;
                }
                rows.add(topicId, record, day);
                offsets.add(record);
            }
            count++;
        }
        return count;
    }

    /** Whether there is nothing to append. */
    public boolean isEmpty() {
        return offsets.ranges().isEmpty();
    }

    /** The number of rows that are not in the table yet. */
    public int records() {
        return rows.events().size();
    }

    /** What these rows take in memory, in bytes. */
    public long bytes() {
        return rows.weight();
    }

    /** The offsets of which the rows are, by partition. */
    public Map<Integer, OffsetRange> ranges() {
        return offsets.ranges();
    }

    /**
     * Appends the rows to the table. After an exception the call may be repeated.
     *
     * @param beginnings
     *            asks Kafka for the first offset of each of these partitions
     */
    public MergeOutcome append(Function<Set<Integer>, Map<Integer, Long>> beginnings) {
        MergeOutcome outcome = table.merge(new MicroBatch(topicId, rows.events(), offsets.ranges(),
                offsets.inGaps(beginnings)));
        clear();
        return outcome;
    }

    private void clear() {
        rows.clear();
        offsets = new CoveredOffsets();
    }

    /** Drops the rows, whose records must be read again, and gives back their memory. */
    public void discard() {
        rows = new BronzeRows();
        offsets = new CoveredOffsets();
    }
}
