package io.millrace.table.vector;

import java.util.Arrays;

/** Truth values. */
public final class BooleanVector extends ColumnVector {
    private boolean[] values = {};

    /** Appends a value. */
    public void append(boolean value) {
        int index = next(); // may replace the array
        values[index] = value;
    }

    /** The value of an entry that is not null. */
    public boolean at(int index) {
        return values[index];
    }

    @Override
    void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    int entryBytes() {
        return Byte.BYTES;
    }

    @Override
    void appendValue(Object value) {
        append((boolean) value);
    }

    @Override
    Object value(int index) {
        return values[index];
    }
}
