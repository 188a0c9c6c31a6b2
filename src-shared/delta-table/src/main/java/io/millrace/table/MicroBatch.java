package io.millrace.table;

import java.util.List;
import java.util.Map;

import io.millrace.table.mergerule.OffsetRange;

/**
 * What one merge takes in.
 *
 * @param shape
 *            the columns that the rows have, from the latest contract
 * @param topicId
 *            Kafka's id of the topic that was read
 * @param rows
 *            the events, of the partitions in {@code ranges} and within them; dead letters are simply not here
 * @param ranges
 *            what was read, by partition: everything in it is either a row or safe in the dead-letter topic
 */
public record MicroBatch(TableShape shape, String topicId, List<EventRow> rows, Map<Integer, OffsetRange> ranges) {
    public MicroBatch {
        rows = List.copyOf(rows);
        ranges = Map.copyOf(ranges);
    }
}
