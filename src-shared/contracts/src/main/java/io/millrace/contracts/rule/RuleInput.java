package io.millrace.contracts.rule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A position in bytes of Avro's binary encoding. No length and no count of elements is believed beyond the bytes that are
 * left.
 */
final class RuleInput {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONG_BYTES = 10;
    private static final int BITS = 7;
    private static final long MASK = 0x7F;

    private final byte[] bytes;
    private int position;

    /**
     * @param from
     *            index of the first byte
     */
    RuleInput(byte[] bytes, int from) {
        this.bytes = bytes;
        this.position = from;
    }

    boolean readBoolean() {
        return bytes[take(1)] != 0;
    }

    long readLong() {
        long bits = 0;
        for (int i = 0; i < LONG_BYTES; i++) {
            byte b = bytes[take(1)];
            bits |= (b & MASK) << (BITS * i);
            if (b >= 0) {
                return bits >>> 1 ^ -(bits & 1);
            }
        }
        throw UnreadableEventException.INSTANCE;
    }

    float readFloat() {
        return Float.intBitsToFloat((int) INT.get(bytes, take(Float.BYTES)));
    }

    double readDouble() {
        return Double.longBitsToDouble((long) LONG.get(bytes, take(Double.BYTES)));
    }

    String readText() {
        int length = readLength();
        return new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }

    byte[] readBytes(int length) {
        byte[] copy = new byte[length];
        System.arraycopy(bytes, take(length), copy, 0, length);
        return copy;
    }

    /** Reads a length; so many bytes are left. */
    int readLength() {
        return bounded(readLong());
    }

    /** Reads the index of an enum symbol or of a branch of a union. */
    int readIndex(int size) {
        long index = readLong();
        if (index < 0 || index >= size) {
            throw UnreadableEventException.INSTANCE;
        }
        return (int) index;
    }

    /** Passes over bytes; returns the index of the first. */
    int take(int length) {
        int from = position;
        if (length > bytes.length - from) {
            throw UnreadableEventException.INSTANCE;
        }
        position = from + length;
        return from;
    }

    /** Reads the count of elements in the next block of an array or map; 0 at its end. */
    int readBlock() {
        long count = readLong();
        if (count < 0) {
            int unused = readLength();
            count = -count;
        }
        return bounded(count);
    }

    /** The same, but passes over all blocks whose size in bytes is written. */
    int skipBlocks() {
        long count = readLong();
        while (count < 0) {
            int unused = take(readLength());
            count = readLong();
        }
        return bounded(count);
    }

    private int bounded(long length) {
        if (length < 0 || length > bytes.length - position) {
            throw UnreadableEventException.INSTANCE;
        }
        return (int) length;
    }
}
