package io.millrace.table.vector;

import java.util.Arrays;

/** Whole numbers of 32 bits, and dates as days since 1970-01-01. */
public final class IntVector extends ColumnVector {
    private int[] values = {};

    /** Appends a value. */
    public void append(int value) {
        int index = next(); // may replace the array
        values[index] = value;
    }

    /** The value of an entry that is not null. */
    public int at(int index) {
        return values[index];
    }

    @Override
    void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    int entryBytes() {
        return Integer.BYTES;
    }

    @Override
    void appendValue(Object value) {
        append((int) value);
    }

    @Override
    Object value(int index) {
        return values[index];
    }

    @Override
    int valueHash(int index) {
        return values[index];
    }

    @Override
    boolean sameValue(int index, int other) {
        return values[index] == values[other];
    }
}
