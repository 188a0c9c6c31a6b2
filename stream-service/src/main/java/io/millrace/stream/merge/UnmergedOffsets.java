package io.millrace.stream.merge;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

import io.millrace.table.mergerule.OffsetRange;

/**
 * Counts offsets that are not merged yet and may hold a record. The last offsets of a partition may hold transaction markers
 * and aborted records only: a range that does not change between two measurements is searched for a record, once.
 */
final class UnmergedOffsets {
    private final Map<Integer, OffsetRange> measured = new HashMap<>();
    private final Map<Integer, Long> counted = new HashMap<>();

    /**
     * Counts the offsets of a partition.
     *
     * @param watermark
     *            the next offset to merge
     * @param end
     *            the last stable offset
     * @param firstRecord
     *            finds the first offset from the watermark on that holds a record
     */
    long count(int partition, long watermark, long end, Supplier<OptionalLong> firstRecord) {
        OffsetRange left = new OffsetRange(Math.min(watermark, end), end);
        if (!left.equals(measured.put(partition, left))) {
            counted.remove(partition);
            return end - left.from();
        }
        return left.from() == end
                ? 0
                : counted.computeIfAbsent(partition, p -> end - Math.min(end, firstRecord.get().orElse(end)));
    }
}
