package io.millrace.table.vector;

import java.math.BigDecimal;
import java.util.Arrays;

/** Whole numbers of 64 bits, timestamps in microseconds since the epoch, and decimals of at most 18 digits. */
public final class LongVector extends ColumnVector {
    private static final int NO_DECIMAL = -1;

    private final int scale;
    private long[] values = {};

    /** Of whole numbers or timestamps. */
    public LongVector() {
        this(NO_DECIMAL);
    }

    private LongVector(int scale) {
        this.scale = scale;
    }

    /** Of decimals, each as its unscaled value. */
    static LongVector ofDecimal(int scale) {
        return new LongVector(scale);
    }

    /** Appends a value: of a decimal the unscaled one. */
    public void append(long value) {
        int index = next(); // may replace the array
        values[index] = value;
    }

    /** The value of an entry that is not null: of a decimal the unscaled one. */
    public long at(int index) {
        return values[index];
    }

    @Override
    void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    int entryBytes() {
        return Long.BYTES;
    }

    @Override
    void appendValue(Object value) {
        append(scale == NO_DECIMAL ? (long) value : unscaled((BigDecimal) value));
    }

    private long unscaled(BigDecimal value) {
        if (value.scale() != scale) {
            throw new IllegalArgumentException(
                    "a decimal of scale " + value.scale() + " in a column of scale " + scale);
        }
        return value.unscaledValue().longValueExact();
    }

    @Override
    Object value(int index) {
        return scale == NO_DECIMAL ? (Object) values[index] : BigDecimal.valueOf(values[index], scale);
    }

    @Override
    int valueHash(int index) {
        return Long.hashCode(values[index]);
    }

    @Override
    boolean sameValue(int index, int other) {
        return values[index] == values[other];
    }
}
