package io.millrace.landing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records that were read and are not in the table yet.
 *
 * @param records
 *            in the order of each partition
 * @param ranges
 *            the offsets that they cover, by partition
 */
public record UnlandedRecords(List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, OffsetRange> ranges) {
    /** Whether there is nothing left. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** The records after the first ones. */
    UnlandedRecords after(int count) {
        List<ConsumerRecord<byte[], byte[]>> left = List.copyOf(records.subList(count, records.size()));
        Map<Integer, OffsetRange> further = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : left) {
            further.computeIfAbsent(record.partition(),
                    partition -> new OffsetRange(record.offset(), range(partition).until()));
        }
        return new UnlandedRecords(left, further);
    }

    /** The first records, given those that are left. */
    UnlandedRecords before(UnlandedRecords left, int count) {
        Map<Integer, OffsetRange> first = new HashMap<>();
        ranges.forEach((partition, range) -> {
            OffsetRange cut = left.ranges.get(partition);
            OffsetRange kept = cut == null ? range : new OffsetRange(range.from(), cut.from());
            if (kept.from() < kept.until()) {
                first.put(partition, kept);
            }
        });
        return new UnlandedRecords(records.subList(0, count), first);
    }

    private OffsetRange range(int partition) {
        OffsetRange range = ranges.get(partition);
        if (range == null) {
            throw new IllegalArgumentException("there are records of partition " + partition + " and no range");
        }
        return range;
    }
}
