package io.millrace.landing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.LetterParsing;
import io.millrace.landing.letters.LetterRows;
import io.millrace.landing.letters.LetterTable;
import io.millrace.table.EventBatch;
import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Merges the records of a dead-letter topic into the table of dead letters, each once: the commit that has the rows moves the
 * watermark past their offsets. Used by one thread.
 */
public final class LetterCollector {
    private final StreamName stream;
    private final EventTable table;
    private final LetterParsing parsing;
    private final long mostBytes;
    private List<EventRow> rows = new ArrayList<>();
    private CoveredOffsets offsets = new CoveredOffsets();
    private String topicId = "";
    private long bytes;

    /**
     * @param mostBytes
     *            the keys and values of the letters that are not in the table yet, in bytes; a single letter may have more
     */
    public LetterCollector(StreamName stream, EventTable table, LetterParsing parsing, long mostBytes) {
        this.stream = stream;
        this.table = table;
        this.parsing = parsing;
        this.mostBytes = mostBytes;
    }

    /**
     * Adds records. Those that were added already are left out.
     *
     * @param ofTopic
     *            Kafka's id of the dead-letter topic
     * @param records
     *            all records of the ranges
     * @return those for which there is no room, or which do not continue the others: call {@link #merge}, then add them
     */
    public UnlandedRecords add(String ofTopic, UnlandedRecords records) {
        if (isEmpty()) {
            discard();
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
                if (bytes >= mostBytes) {
                    return count;
                }
                rows.add(LetterRows.row(stream, parsing.letter(topicId, record)));
                bytes += UnlandedRecords.bytes(record);
                offsets.add(record);
            }
            count++;
        }
        return count;
    }

    /** Whether there is nothing to merge. */
    public boolean isEmpty() {
        return offsets.ranges().isEmpty();
    }

    /** The number of letters that are not in the table yet. */
    public int records() {
        return rows.size();
    }

    /** The bytes of their keys and values. */
    public long bytes() {
        return bytes;
    }

    /**
     * Merges the letters into the table. After an exception the call may be repeated.
     *
     * @param beginnings
     *            asks Kafka for the first offset of each of these partitions
     */
    public MergeOutcome merge(Function<Set<Integer>, Map<Integer, Long>> beginnings) {
        MergeOutcome outcome = table.merge(new MicroBatch(topicId, EventBatch.of(LetterTable.SHAPE, rows),
                offsets.ranges(), offsets.inGaps(beginnings)));
        discard();
        return outcome;
    }

    /** Drops the letters, whose records must be read again. */
    public void discard() {
        rows = new ArrayList<>();
        offsets = new CoveredOffsets();
        bytes = 0;
    }
}
