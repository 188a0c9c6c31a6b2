package io.millrace.bench.chaos.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;

/** Offsets that faults deleted from Kafka before a table had them. May be used by any thread. */
public final class DeletedOffsets {
    private final Map<SourcePartition, List<OffsetRange>> ranges = new HashMap<>();

    /** Adds a range. */
    public synchronized void add(SourcePartition source, OffsetRange range) {
        ranges.computeIfAbsent(source, s -> new ArrayList<>()).add(range);
    }

    /** Whether an offset was deleted. */
    public synchronized boolean has(SourcePartition source, long offset) {
        return ranges.getOrDefault(source, List.of()).stream()
                .anyMatch(range -> offset >= range.from() && offset < range.until());
    }
}
