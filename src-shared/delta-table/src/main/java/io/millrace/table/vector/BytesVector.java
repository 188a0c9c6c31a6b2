package io.millrace.table.vector;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.millrace.table.column.ColumnType;

/**
 * Values of several bytes, one after the other in one array: texts as UTF-8, bytes, and decimals of more than 18 digits,
 * whose unscaled values are big-endian two's complements of the same length.
 */
public final class BytesVector extends ColumnVector {
    private static final int FIRST_BYTES = 1024;
    private static final int WASTE = 8;

    /** How a value is a Java object. */
    private interface Form {
        byte[] bytes(Object value);

        Object value(byte[] bytes);
    }

    private record Text() implements Form {
        @Override
        public byte[] bytes(Object value) {
            return ((String) value).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object value(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private record Plain() implements Form {
        @Override
        public byte[] bytes(Object value) {
            return (byte[]) value;
        }

        @Override
        public Object value(byte[] bytes) {
            return bytes;
        }
    }

    private record LongDecimal(ColumnType.Decimal type) implements Form {
        @Override
        public byte[] bytes(Object value) {
            BigDecimal decimal = (BigDecimal) value;
            if (decimal.scale() != type.scale()) {
                throw new IllegalArgumentException(
                        "a decimal of scale " + decimal.scale() + " in a column of scale " + type.scale());
            }
            return padded(decimal.unscaledValue().toByteArray(), type.bytes());
        }

        private static byte[] padded(byte[] unscaled, int length) {
            byte[] padded = new byte[length];
            Arrays.fill(padded, (byte) (unscaled[0] < 0 ? -1 : 0));
            System.arraycopy(unscaled, 0, padded, length - unscaled.length, unscaled.length);
            return padded;
        }

        @Override
        public Object value(byte[] bytes) {
            return new BigDecimal(new BigInteger(bytes), type.scale());
        }
    }

    private final Form form;
    private byte[] bytes = {};
    /** Where the value of each entry ends; it begins where the one before ends. */
    private int[] ends = {};

    private BytesVector(Form form) {
        this.form = form;
    }

    /** Of texts. */
    public static BytesVector ofText() {
        return new BytesVector(new Text());
    }

    /** Of bytes. */
    public static BytesVector ofBytes() {
        return new BytesVector(new Plain());
    }

    /** Of decimals with more than 18 digits. */
    static BytesVector ofDecimal(ColumnType.Decimal type) {
        return new BytesVector(new LongDecimal(type));
    }

    /** Appends a value: a part of an array. */
    public void append(byte[] source, int from, int length) {
        int begin = begin(size());
        reserve(begin, length);
        System.arraycopy(source, from, bytes, begin, length);
        int index = next(); // may replace the array
        ends[index] = begin + length;
    }

    /**
     * Appends a decimal.
     *
     * @param source
     *            its unscaled value is here as a big-endian two's complement
     * @param length
     *            of it, from 1
     * @param width
     *            the length of every value; leading bytes of the source that repeat its sign are left out where it is longer
     */
    public void appendDecimal(byte[] source, int from, int length, int width) {
        int begin = begin(size());
        reserve(begin, width);
        int kept = Math.min(length, width);
        Arrays.fill(bytes, begin, begin + width - kept, (byte) (source[from] < 0 ? -1 : 0));
        System.arraycopy(source, from + length - kept, bytes, begin + width - kept, kept);
        int index = next(); // may replace the array
        ends[index] = begin + width;
    }

    /** The array in which all values are. Another one after the next value is appended. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where a value begins in {@link #bytes}. */
    public int begin(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** The length of a value, in bytes; 0 of null. */
    public int length(int index) {
        return ends[index] - begin(index);
    }

    @Override
    public boolean isEmptyText(int index) {
        return form instanceof Text && !isNull(index) && length(index) == 0;
    }

    private void reserve(int begin, int length) {
        long needed = (long) begin + length;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - Long.BYTES) {
                throw new OutOfMemoryError("a column of one merge needs more than 2 GB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.max(FIRST_BYTES, larger(bytes.length))));
        }
    }

    @Override
    public long capacityBytes() {
        return super.capacityBytes() + bytes.length;
    }

    @Override
    void resize(int capacity) {
        ends = Arrays.copyOf(ends, capacity);
    }

    @Override
    int entryBytes() {
        return Integer.BYTES;
    }

    @Override
    void appendValue(Object value) {
        byte[] some = form.bytes(value);
        append(some, 0, some.length);
    }

    @Override
    Object value(int index) {
        return form.value(Arrays.copyOfRange(bytes, begin(index), ends[index]));
    }

    @Override
    int valueHash(int index) {
        int hash = 1;
        for (int i = begin(index); i < ends[index]; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    @Override
    boolean sameValue(int index, int other) {
        return Arrays.equals(bytes, begin(index), ends[index], bytes, begin(other), ends[other]);
    }

    @Override
    void nullAt(int index) {
        ends[index] = begin(index);
    }

    @Override
    void truncateValues(int from) {
        used = Math.max(used, begin(size()));
    }

    /** The most bytes that were in use since the last clear. */
    private int used;

    @Override
    void clearValues() {
        int needed = Math.max(FIRST_BYTES, Math.max(used, begin(size())));
        if (bytes.length / WASTE > needed) {
            bytes = new byte[needed];
        }
        used = 0;
    }
}
