package io.millrace.landing.audit;

import java.util.Arrays;

/** The keys of an audit by their hashes, each with the row that has it. An open hash table, because there are millions. */
final class KeyRows {
    /** The memory of a key, in bytes, with the free slots of a table that has just grown. */
    static final long BYTES_PER_KEY = 130;
    /** No hash of a key, see {@link OffsetKeys#legal}. */
    private static final long FREE = 0;
    private static final int NO_ROW = -1;
    private static final int FIRST_SIZE = 1 << 10;

    private long[] hashes = new long[FIRST_SIZE];
    private int[] partitions = new int[FIRST_SIZE];
    private long[] offsets = new long[FIRST_SIZE];
    private long[] ingestedAt = new long[FIRST_SIZE];
    private int size;

    /**
     * The row that has a key.
     *
     * @param partition
     *            of its record
     * @param offset
     *            of its record
     * @param ingestedAtMicros
     *            microseconds since the epoch
     */
    record Row(int partition, long offset, long ingestedAtMicros) {}

    KeyRows() {
        Arrays.fill(partitions, NO_ROW);
    }

    int size() {
        return size;
    }

    /** Adds a key without a row, unless it is there. */
    void expect(long hash) {
        int slot = slot(hash);
        if (hashes[slot] == FREE) {
            hashes[slot] = hash;
            if (++size > hashes.length / 2) {
                grow();
            }
        }
    }

    boolean isExpected(long hash) {
        return hashes[slot(hash)] != FREE;
    }

    boolean hasRow(long hash) {
        int slot = slot(hash);
        return hashes[slot] != FREE && partitions[slot] != NO_ROW;
    }

    /** The row of a key that has one. */
    Row row(long hash) {
        int slot = slot(hash);
        return new Row(partitions[slot], offsets[slot], ingestedAt[slot]);
    }

    /** Sets the row of a key that is there. */
    void set(long hash, Row row) {
        int slot = slot(hash);
        partitions[slot] = row.partition();
        offsets[slot] = row.offset();
        ingestedAt[slot] = row.ingestedAtMicros();
    }

    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) (hash ^ hash >>> Integer.SIZE) & mask;
        while (hashes[slot] != FREE && hashes[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldPartitions = partitions;
        long[] oldOffsets = offsets;
        long[] oldIngestedAt = ingestedAt;
        int length = Math.multiplyExact(oldHashes.length, 2);
        hashes = new long[length];
        partitions = new int[length];
        offsets = new long[length];
        ingestedAt = new long[length];
        Arrays.fill(partitions, NO_ROW);
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != FREE) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                partitions[slot] = oldPartitions[i];
                offsets[slot] = oldOffsets[i];
                ingestedAt[slot] = oldIngestedAt[i];
            }
        }
    }
}
