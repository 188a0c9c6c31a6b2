package io.millrace.landing.audit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.landing.decode.KeyReading;
import io.millrace.table.mergerule.OffsetRange;

/** The rows of a table by the partition and offset of their records, and which of them a record explains. */
final class RowsByOffset {
    /** The memory of an offset, in bytes. */
    static final long BYTES_PER_OFFSET = Long.BYTES + 1;

    private final Map<Integer, PartitionRows> partitions = new HashMap<>();

    /** The rows of a partition. Two rows of one offset are rare, so that the second one may be an object. */
    private static final class PartitionRows {
        private final OffsetRange range;
        private final long[] hashes;
        private final BitSet explained = new BitSet();
        private final Map<Long, List<FurtherRow>> further = new HashMap<>();

        PartitionRows(OffsetRange range) {
            this.range = range;
            this.hashes = new long[Math.toIntExact(range.until() - range.from())];
        }

        int index(long offset) {
            return (int) (offset - range.from());
        }
    }

    private static final class FurtherRow {
        private final long hash;
        private boolean explained;

        FurtherRow(long hash) {
            this.hash = hash;
        }
    }

    /** Takes rows. */
    interface RowSink {
        /** Takes a row. */
        void row(int partition, long offset, long hash);
    }

    /** Adds offsets, whose rows are kept. Ranges of one partition become one. */
    void cover(int partition, Collection<OffsetRange> ranges) {
        long from = ranges.stream().mapToLong(OffsetRange::from).min().orElse(0);
        long until = ranges.stream().mapToLong(OffsetRange::until).max().orElse(0);
        partitions.put(partition, new PartitionRows(new OffsetRange(from, until)));
    }

    boolean covers(int partition, long offset) {
        PartitionRows rows = partitions.get(partition);
        return rows != null && rows.range.contains(offset);
    }

    /** The first covered offset of a partition; the largest number without one. */
    long from(int partition) {
        PartitionRows rows = partitions.get(partition);
        return rows == null ? Long.MAX_VALUE : rows.range.from();
    }

    /** Adds a row of an offset that is covered. */
    void add(int partition, long offset, long hash) {
        PartitionRows rows = rows(partition);
        int index = rows.index(offset);
        if (rows.hashes[index] == KeyReading.NONE) {
            rows.hashes[index] = hash;
        } else {
            rows.further.computeIfAbsent(offset, o -> new ArrayList<>(1)).add(new FurtherRow(hash));
        }
    }

    /** Explains the rows of a record with this key; returns whether there is one. */
    boolean explain(int partition, long offset, long hash) {
        PartitionRows rows = rows(partition);
        int index = rows.index(offset);
        boolean found = rows.hashes[index] == hash;
        if (found) {
            rows.explained.set(index);
        }
        for (FurtherRow row : rows.further.getOrDefault(offset, List.of())) {
            row.explained |= row.hash == hash;
            found |= row.hash == hash;
        }
        return found;
    }

    /** Explains all rows of a record that was an event when it was merged; returns whether there is one. */
    boolean explainAll(int partition, long offset) {
        PartitionRows rows = rows(partition);
        int index = rows.index(offset);
        boolean found = rows.hashes[index] != KeyReading.NONE;
        if (found) {
            rows.explained.set(index);
            rows.further.getOrDefault(offset, List.of()).forEach(row -> row.explained = true);
        }
        return found;
    }

    /** Gives out the rows that no record explains. */
    void forEachUnexplained(RowSink sink) {
        partitions.forEach((partition, rows) -> {
            for (int index = 0; index < rows.hashes.length; index++) {
                if (rows.hashes[index] != KeyReading.NONE && !rows.explained.get(index)) {
                    sink.row(partition, rows.range.from() + index, rows.hashes[index]);
                }
            }
            rows.further.forEach((offset, list) -> list.stream().filter(row -> !row.explained)
                    .forEach(row -> sink.row(partition, offset, row.hash)));
        });
    }

    private PartitionRows rows(int partition) {
        PartitionRows rows = partitions.get(partition);
        if (rows == null) {
            throw new IllegalArgumentException("partition " + partition + " is not covered");
        }
        return rows;
    }
}
