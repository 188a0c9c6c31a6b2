package io.millrace.table.internal.encoding;

import java.util.Arrays;

/** Numbers that differ, each with an id: its position among them. */
final class NumberDictionary {
    private static final int FIRST_CAPACITY = 64;
    private static final int KEPT_CAPACITY = 1 << 13;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private long[] values = new long[FIRST_CAPACITY];
    /** The id after the next one of a number with some hash; 0 for none. At least twice as long as there are numbers. */
    private int[] table = new int[2 * FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    long value(int id) {
        return values[id];
    }

    /** The numbers in the order of their ids, from the beginning of the array. */
    long[] values() {
        return values;
    }

    /** The id of a number, which is added when it is new. */
    int id(long value) {
        int slot = slot(value);
        for (int id = table[slot]; id != 0; id = table[slot]) {
            if (values[id - 1] == value) {
                return id - 1;
            }
            slot = slot + 1 & table.length - 1;
        }
        if (size == values.length) {
            grow();
            return id(value);
        }
        values[size] = value;
        table[slot] = ++size;
        return size - 1;
    }

    private int slot(long value) {
        return (int) (value * SPREAD >>> Long.numberOfLeadingZeros(table.length) + 1); // the highest bits
    }

    private void grow() {
        values = Arrays.copyOf(values, 2 * size);
        table = new int[4 * size];
        for (int id = 0; id < size; id++) {
            int slot = slot(values[id]);
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = id + 1;
        }
    }

    void clear() {
        if (values.length > KEPT_CAPACITY) {
            values = new long[FIRST_CAPACITY];
            table = new int[2 * FIRST_CAPACITY];
        } else if (size > 0) {
            Arrays.fill(table, 0);
        }
        size = 0;
    }
}
