package io.millrace.bench.chaos.history;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Compares the bronze table with the ends of the topic: each offset must be there once. */
public final class BronzeCheck {
    /** The columns that are read. */
    public static final Set<String> COLUMNS = Set.of("partition", "offset");

    private BronzeCheck() {}

    /**
     * Reads all rows.
     *
     * @param ends
     *            the next offset of each partition; every offset below it holds a record
     */
    public static void of(Consumer<Consumer<Map<String, @Nullable Object>>> rows, Map<Integer, Long> ends,
            Discrepancies found) {
        Map<Integer, BitSet> seen = new HashMap<>();
        rows.accept(row -> {
            if (row.get("partition") instanceof Integer partition && row.get("offset") instanceof Long offset) {
                BitSet offsets = seen.computeIfAbsent(partition, number -> new BitSet());
                if (offsets.get(Math.toIntExact(offset))) {
                    found.add(Discrepancy.BRONZE_DUPLICATE, "partition " + partition + ", offset " + offset);
                }
                offsets.set(Math.toIntExact(offset));
            }
        });
        ends.forEach((partition, end) -> {
            BitSet offsets = seen.getOrDefault(partition, new BitSet());
            for (int gap = offsets.nextClearBit(0); gap < end; gap = offsets.nextClearBit(gap + 1)) {
                found.add(Discrepancy.BRONZE_LOST, "partition " + partition + ", offset " + gap);
            }
        });
    }
}
