package io.millrace.landing.audit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.DeletedOffsets;
import io.millrace.table.EventTable;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;

/**
 * Notes which of the offsets that Kafka deleted have their records elsewhere. An entry of the books is closed for the offsets
 * whose records were found and merged.
 */
public final class SuppliedOffsets {
    /** The ranges that one call closes. */
    private static final int MOST_CLOSED = 1_000;

    private final Map<DeletedOffsets, BitSet> found = new LinkedHashMap<>();

    /**
     * @param open
     *            the open entries
     */
    public SuppliedOffsets(Collection<DeletedOffsets> open) {
        open.stream().filter(entry -> entry.count() < Integer.MAX_VALUE)
                .forEach(entry -> found.put(entry, new BitSet()));
    }

    /** Adds the position of a record that was read. */
    public void add(String topicId, int partition, long offset) {
        if (!found.isEmpty()) {
            set(new SourcePartition(topicId, partition), offset, true);
        }
    }

    /** Takes back a record that is not in the table. */
    public void remove(SourcePartition source, long offset) {
        set(source, offset, false);
    }

    private void set(SourcePartition source, long offset, boolean isFound) {
        found.forEach((entry, bits) -> {
            OffsetRange range = entry.offsets();
            if (range.contains(offset) && entry.source().equals(source)) {
                bits.set((int) (offset - range.from()), isFound);
            }
        });
    }

    /** The offsets whose records were found; at most the first thousand ranges. */
    public List<DeletedOffsets> supplied() {
        List<DeletedOffsets> supplied = new ArrayList<>();
        found.forEach((entry, bits) -> {
            long first = entry.offsets().from();
            for (int from = bits.nextSetBit(0); from >= 0 && supplied.size() < MOST_CLOSED;) {
                int until = bits.nextClearBit(from);
                supplied.add(new DeletedOffsets(entry.source(), new OffsetRange(first + from, first + until)));
                from = bits.nextSetBit(until);
            }
        });
        return supplied;
    }

    /** Closes the entries for the offsets whose records were found; returns those. */
    public List<DeletedOffsets> close(EventTable table) {
        List<DeletedOffsets> supplied = supplied();
        if (!supplied.isEmpty()) {
            table.mark(DeletedOffsets.closing(supplied, DeletedOffsets.Closure.SUPPLIED));
        }
        return supplied;
    }
}
