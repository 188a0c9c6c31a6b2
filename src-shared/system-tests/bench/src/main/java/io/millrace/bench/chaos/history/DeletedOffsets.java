package io.millrace.bench.chaos.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;

/** Offsets that faults deleted from Kafka before a table had them. May be used by any thread. */
public final class DeletedOffsets {
    private final Map<SourcePartition, List<OffsetRange>> ranges = new HashMap<>();

    /** Adds a range. */
    public synchronized void add(SourcePartition source, OffsetRange range) {
        ranges.computeIfAbsent(source, s -> new ArrayList<>()).add(range);
    }

    /**
     * Draws where partitions begin after a deletion: about half of those with records that are not merged, and at least one if
     * there is one.
     *
     * @param unmerged
     *            the offsets of each partition that are not merged, in a fixed order
     */
    public static Map<Integer, Long> draw(Map<Integer, OffsetRange> unmerged, SplittableRandom random) {
        List<Map.Entry<Integer, OffsetRange>> some = unmerged.entrySet().stream()
                .filter(partition -> length(partition.getValue()) > 0).toList();
        Map<Integer, Long> begins = new HashMap<>();
        if (!some.isEmpty()) {
            Map.Entry<Integer, OffsetRange> certain = some.get(random.nextInt(some.size()));
            for (Map.Entry<Integer, OffsetRange> partition : some) {
                if (random.nextBoolean() || partition.equals(certain)) {
                    OffsetRange range = partition.getValue();
                    begins.put(partition.getKey(), range.from() + 1 + random.nextLong(length(range)));
                }
            }
        }
        return begins;
    }

    private static long length(OffsetRange range) {
        return range.until() - range.from();
    }

    /** Whether an offset was deleted. */
    public synchronized boolean has(SourcePartition source, long offset) {
        return ranges.getOrDefault(source, List.of()).stream()
                .anyMatch(range -> range.contains(offset));
    }
}
