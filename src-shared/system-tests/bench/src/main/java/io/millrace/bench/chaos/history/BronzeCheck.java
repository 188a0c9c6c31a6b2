package io.millrace.bench.chaos.history;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.millrace.landing.letters.RecordPosition;
import io.millrace.table.SourcePartition;
import org.jspecify.annotations.Nullable;

/** Compares the bronze table with what was in Kafka: each offset must be there once, as it is in Kafka, and no other. */
public final class BronzeCheck {
    /** The columns that are read. */
    public static final Set<String> COLUMNS = Set.of("topic_id", "partition", "offset", "key", "value");

    private BronzeCheck() {}

    /**
     * Reads all rows.
     *
     * @param ends
     *            the next offset of each partition; every offset below it held a record
     * @param deleted
     *            those that need not be there
     * @param left
     *            the records that Kafka still has
     */
    public static void of(Consumer<Consumer<Map<String, @Nullable Object>>> rows, Map<SourcePartition, Long> ends,
            DeletedOffsets deleted, RecordsLeft left, Discrepancies found) {
        Map<SourcePartition, BitSet> seen = new HashMap<>();
        rows.accept(row -> {
            if (row.get("topic_id") instanceof String topicId && row.get("partition") instanceof Integer partition
                    && row.get("offset") instanceof Long offset) {
                SourcePartition source = new SourcePartition(topicId, partition);
                if (offset < 0 || offset >= ends.getOrDefault(source, 0L)) {
                    found.add(Discrepancy.BRONZE_GHOST, at(source, offset) + " was never in Kafka");
                    return;
                }
                if (left.isOther(new RecordPosition(topicId, partition, offset), row.get("key"), row.get("value"))) {
                    found.add(Discrepancy.BRONZE_GHOST, at(source, offset) + " has other bytes than in Kafka");
                }
                BitSet offsets = seen.computeIfAbsent(source, s -> new BitSet());
                if (offsets.get(Math.toIntExact(offset))) {
                    found.add(Discrepancy.BRONZE_DUPLICATE, at(source, offset));
                }
                offsets.set(Math.toIntExact(offset));
            } else {
                found.add(Discrepancy.BRONZE_GHOST, "a row without a position");
            }
        });
        ends.forEach((source, end) -> {
            BitSet offsets = seen.getOrDefault(source, new BitSet());
            for (int gap = offsets.nextClearBit(0); gap < end; gap = offsets.nextClearBit(gap + 1)) {
                if (!deleted.has(source, gap)) {
                    found.add(Discrepancy.BRONZE_LOST, at(source, gap));
                }
            }
        });
    }

    private static String at(SourcePartition source, long offset) {
        return "topic " + source.topicId() + ", partition " + source.partition() + ", offset " + offset;
    }
}
