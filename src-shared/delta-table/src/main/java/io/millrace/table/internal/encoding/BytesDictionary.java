package io.millrace.table.internal.encoding;

import java.util.Arrays;

/** Values of several bytes that differ, each with an id: its position among them. */
final class BytesDictionary {
    private static final int FIRST_CAPACITY = 64;
    private static final int KEPT_CAPACITY = 1 << 13;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final int HALF = Integer.SIZE;

    private final boolean sized;
    private final PlainBytes values = new PlainBytes();
    private int[] ends = new int[FIRST_CAPACITY];
    private int[] hashes = new int[FIRST_CAPACITY];
    /** The id after the next one of a value with some hash; 0 for none. At least twice as long as there are values. */
    private int[] table = new int[2 * FIRST_CAPACITY];
    private int size;

    /**
     * @param sized
     *            whether each value is encoded after its length
     */
    BytesDictionary(boolean sized) {
        this.sized = sized;
    }

    int size() {
        return size;
    }

    /** The values in the order of their ids, plain. */
    PlainBytes values() {
        return values;
    }

    /** Adds the plain encoding of a value to other bytes. */
    void copy(int id, PlainBytes out) {
        int from = id == 0 ? 0 : ends[id - 1];
        out.put(values.array(), from, ends[id] - from);
    }

    /**
     * The id of a value, which is added when it is new.
     *
     * @param prefix
     *            its {@link BytePrefix}
     */
    int id(byte[] source, int from, int length, long prefix) {
        int hash = hash(source, from, length, prefix);
        int slot = hash & table.length - 1;
        for (int id = table[slot]; id != 0; id = table[slot]) {
            if (hashes[id - 1] == hash && isSame(id - 1, source, from, length)) {
                return id - 1;
            }
            slot = slot + 1 & table.length - 1;
        }
        if (size == ends.length) {
            grow();
            return id(source, from, length, prefix);
        }
        if (sized) {
            values.putInt(length);
        }
        values.put(source, from, length);
        ends[size] = values.size();
        hashes[size] = hash;
        table[slot] = ++size;
        return size - 1;
    }

    private boolean isSame(int id, byte[] source, int from, int length) {
        int begin = (id == 0 ? 0 : ends[id - 1]) + (sized ? Integer.BYTES : 0);
        return Arrays.equals(values.array(), begin, ends[id], source, from, from + length);
    }

    private static int hash(byte[] source, int from, int length, long prefix) {
        long hash = (length ^ prefix) * SPREAD;
        for (int i = Long.BYTES; i < length; i += Long.BYTES) {
            hash = (hash ^ hash >>> HALF ^ BytePrefix.of(source, from + i, length - i)) * SPREAD;
        }
        return (int) (hash >>> HALF);
    }

    private void grow() {
        ends = Arrays.copyOf(ends, 2 * size);
        hashes = Arrays.copyOf(hashes, 2 * size);
        table = new int[4 * size];
        for (int id = 0; id < size; id++) {
            int slot = hashes[id] & table.length - 1;
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = id + 1;
        }
    }

    void clear() {
        values.clear();
        if (ends.length > KEPT_CAPACITY) {
            ends = new int[FIRST_CAPACITY];
            hashes = new int[FIRST_CAPACITY];
            table = new int[2 * FIRST_CAPACITY];
        } else if (size > 0) {
            Arrays.fill(table, 0);
        }
        size = 0;
    }
}
