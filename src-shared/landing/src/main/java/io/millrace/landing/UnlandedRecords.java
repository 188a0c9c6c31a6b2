package io.millrace.landing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records that were read and are not decoded yet.
 *
 * @param records
 *            in the order of each partition
 * @param ranges
 *            the offsets that they cover, by partition
 */
public record UnlandedRecords(List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, OffsetRange> ranges) {
    /** No records. */
    public static final UnlandedRecords NONE = new UnlandedRecords(List.of(), Map.of());

    /** The bytes of the key and the value of a record. */
    public static long bytes(ConsumerRecord<byte[], byte[]> record) {
        long key = record.key() == null ? 0 : record.key().length;
        return key + (record.value() == null ? 0 : record.value().length);
    }

    /** Whether there is nothing left. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /**
     * The records at or above an offset of each partition; those of other partitions are left out.
     *
     * @param offsets
     *            by partition
     */
    public UnlandedRecords from(Map<Integer, Long> offsets) {
        Map<Integer, OffsetRange> further = new HashMap<>();
        ranges.forEach((partition, range) -> {
            long from = Math.max(range.from(), offsets.getOrDefault(partition, Long.MAX_VALUE));
            if (from < range.until()) {
                further.put(partition, new OffsetRange(from, range.until()));
            }
        });
        return further.equals(ranges)
                ? this
                : new UnlandedRecords(records.stream().filter(record -> {
                    OffsetRange range = further.get(record.partition());
                    return range != null && record.offset() >= range.from();
                }).toList(), further);
    }

    /** The records after the first ones. A partition without a record among them has no range. */
    UnlandedRecords after(int count) {
        List<ConsumerRecord<byte[], byte[]>> left = records.subList(count, records.size());
        Map<Integer, OffsetRange> further = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : left) {
            further.computeIfAbsent(record.partition(),
                    partition -> new OffsetRange(record.offset(), range(partition).until()));
        }
        return new UnlandedRecords(left, further);
    }

    /** The ranges of the partitions without a record among those that are left. */
    Map<Integer, OffsetRange> completed(UnlandedRecords left) {
        Map<Integer, OffsetRange> completed = new HashMap<>(ranges);
        completed.keySet().removeAll(left.ranges.keySet());
        return completed;
    }

    private OffsetRange range(int partition) {
        OffsetRange range = ranges.get(partition);
        if (range == null) {
            throw new IllegalArgumentException("there are records of partition " + partition + " and no range");
        }
        return range;
    }
}
