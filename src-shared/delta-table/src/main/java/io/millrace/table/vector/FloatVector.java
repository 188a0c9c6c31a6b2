package io.millrace.table.vector;

import java.util.Arrays;

/** Floating-point numbers of 32 bits. */
public final class FloatVector extends ColumnVector {
    private float[] values = {};

    /** Appends a value. */
    public void append(float value) {
        int index = next(); // may replace the array
        values[index] = value;
    }

    /** The value of an entry that is not null. */
    public float at(int index) {
        return values[index];
    }

    @Override
    void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    int entryBytes() {
        return Float.BYTES;
    }

    @Override
    void appendValue(Object value) {
        append((float) value);
    }

    @Override
    Object value(int index) {
        return values[index];
    }
}
