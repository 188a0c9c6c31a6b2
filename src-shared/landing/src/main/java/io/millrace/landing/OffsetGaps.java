package io.millrace.landing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The offsets of a read for which there was no record. Most of them hold transaction markers or records of aborted
 * transactions. Only those below the first offset of the partition were deleted.
 */
public final class OffsetGaps {
    private final Map<Integer, List<OffsetRange>> gaps = new TreeMap<>();

    private OffsetGaps() {}

    /**
     * Finds the gaps.
     *
     * @param records
     *            the records that were read, in the order of each partition
     * @param ranges
     *            the offsets that were read, by partition
     */
    public static OffsetGaps of(List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, OffsetRange> ranges) {
        OffsetGaps found = new OffsetGaps();
        Map<Integer, long[]> expected = HashMap.newHashMap(ranges.size());
        ranges.forEach((partition, range) -> expected.put(partition, new long[]{range.from()}));
        int partition = -1;
        long[] next = {};
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.partition() != partition) {
                partition = record.partition();
                next = expected.getOrDefault(partition, new long[]{record.offset()});
            }
            found.add(partition, next[0], record.offset());
            next[0] = record.offset() + 1;
        }
        ranges.forEach((of, range) -> found.add(of, expected.getOrDefault(of, new long[]{range.until()})[0],
                range.until()));
        return found;
    }

    private void add(int partition, long from, long until) {
        if (from < until) {
            gaps.computeIfAbsent(partition, p -> new ArrayList<>()).add(new OffsetRange(from, until));
        }
    }

    /** The partitions that have gaps. */
    public Set<Integer> partitions() {
        return gaps.keySet();
    }

    /**
     * The number of these offsets that Kafka deleted.
     *
     * @param beginnings
     *            the first offset of each partition, queried after the read
     */
    public long deleted(Map<Integer, Long> beginnings) {
        long deleted = 0;
        for (var gap : gaps.entrySet()) {
            long beginning = beginnings.getOrDefault(gap.getKey(), 0L);
            for (OffsetRange range : gap.getValue()) {
                deleted += Math.max(0, Math.min(range.until(), beginning) - range.from());
            }
        }
        return deleted;
    }
}
