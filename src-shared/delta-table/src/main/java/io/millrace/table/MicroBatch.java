package io.millrace.table;

import java.util.List;
import java.util.Map;

import io.millrace.table.mergerule.OffsetRange;

/**
 * The input of one merge.
 *
 * <p>
 * A batch {@linkplain #isAgain() again} holds events that were read before. It moves no watermark and is cut by none: its
 * events are merged by the merge rule alone, so that any of them may be in the table already.
 *
 * @param topicId
 *            the Kafka topic id of the topic that was read; empty for a batch again
 * @param events
 *            the events, with the columns of the latest contract; those outside of {@code ranges} are left out, except in a batch
 *            again. They must not change before the merge returns
 * @param ranges
 *            the offsets that were read, by partition: each is an event, or one of {@code others}
 * @param others
 *            the offsets that are not events: dead letters, which are stored, and offsets without a record
 */
public record MicroBatch(String topicId, EventBatch events, Map<Integer, OffsetRange> ranges, OtherOffsets others) {
    public MicroBatch {
        ranges = Map.copyOf(ranges);
    }

    /** A batch of whose other offsets nothing is known. */
    public MicroBatch(String topicId, EventBatch events, Map<Integer, OffsetRange> ranges) {
        this(topicId, events, ranges, OtherOffsets.UNKNOWN);
    }

    /** A batch of events that were read before. */
    public static MicroBatch again(EventBatch events) {
        return new MicroBatch("", events, Map.of());
    }

    /** Whether its events were read before, and have no part in the progress of the table. */
    public boolean isAgain() {
        return topicId.isEmpty();
    }

    /**
     * A batch of rows.
     *
     * @throws IllegalArgumentException
     *             when a row is of a partition without a range
     */
    public MicroBatch(TableShape shape, String topicId, List<EventRow> rows, Map<Integer, OffsetRange> ranges) {
        this(topicId, EventBatch.of(shape, rows), ranges);
        for (EventRow row : rows) {
            if (!ranges.containsKey(row.partition())) {
                throw new IllegalArgumentException("the batch has a row of partition " + row.partition()
                        + " and no offset range for it");
            }
        }
    }

    /** The columns that the events have. */
    public TableShape shape() {
        return events.shape();
    }
}
