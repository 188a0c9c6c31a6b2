package io.millrace.table.internal.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.apache.parquet.bytes.BytesInput;

/** Bytes in the making, with the encodings of numbers that Parquet uses. The memory is used again after {@link #clear}. */
final class PlainBytes {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FIRST_BYTES = 1 << 10;
    /** A larger array is not kept for the next bytes. */
    private static final int KEPT_BYTES = 1 << 18;
    private static final int SEVEN_BITS = 0x7F;
    private static final int MORE = 0x80;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    int size() {
        return size;
    }

    /** The array in which the bytes are, from its beginning. Another one after more bytes are added. */
    byte[] array() {
        return bytes;
    }

    /** The bytes, without a copy: valid until they change. */
    BytesInput input() {
        return BytesInput.from(bytes, 0, size);
    }

    void clear() {
        size = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
    }

    private int reserve(int more) {
        int from = size;
        int until = Math.addExact(from, more);
        if (until > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - Long.BYTES, Math.max(until, 2L * from)));
        }
        size = until;
        return from;
    }

    void putByte(int value) {
        int at = reserve(1); // may replace the array
        bytes[at] = (byte) value;
    }

    void putInt(int value) {
        int at = reserve(Integer.BYTES); // may replace the array
        INTS.set(bytes, at, value);
    }

    /** Replaces a number that was put at an index before. */
    void setInt(int at, int value) {
        INTS.set(bytes, at, value);
    }

    void putLong(long value) {
        int at = reserve(Long.BYTES); // may replace the array
        LONGS.set(bytes, at, value);
    }

    /** Each number in four bytes, which must suffice. */
    void putInts(long[] values, int count) {
        int at = reserve(Math.multiplyExact(count, Integer.BYTES));
        for (int i = 0; i < count; i++) {
            INTS.set(bytes, at + i * Integer.BYTES, (int) values[i]);
        }
    }

    void putLongs(long[] values, int count) {
        int at = reserve(Math.multiplyExact(count, Long.BYTES));
        for (int i = 0; i < count; i++) {
            LONGS.set(bytes, at + i * Long.BYTES, values[i]);
        }
    }

    /** Bytes after their number. */
    void putSized(byte[] source, int from, int length) {
        int at = reserve(Math.addExact(Integer.BYTES, length)); // may replace the array
        INTS.set(bytes, at, length);
        System.arraycopy(source, from, bytes, at + Integer.BYTES, length);
    }

    void put(byte[] source, int from, int length) {
        int at = reserve(length); // may replace the array
        System.arraycopy(source, from, bytes, at, length);
    }

    /** A number of seven bits in each byte, the lowest first. */
    void putVarint(int value) {
        int left = value;
        while ((left & ~SEVEN_BITS) != 0) {
            putByte(left & SEVEN_BITS | MORE);
            left >>>= Byte.SIZE - 1;
        }
        putByte(left);
    }
}
