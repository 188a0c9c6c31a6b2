package io.millrace.table.vector;

import java.util.Arrays;

/** Floating-point numbers of 64 bits. */
public final class DoubleVector extends ColumnVector {
    private double[] values = {};

    /** Appends a value. */
    public void append(double value) {
        int index = next(); // may replace the array
        values[index] = value;
    }

    /** The value of an entry that is not null. */
    public double at(int index) {
        return values[index];
    }

    @Override
    void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    int entryBytes() {
        return Double.BYTES;
    }

    @Override
    void appendValue(Object value) {
        append((double) value);
    }

    @Override
    Object value(int index) {
        return values[index];
    }
}
