package io.millrace.contracts.binary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A position in bytes of Avro's binary encoding. No length and no count of elements is believed beyond the bytes that are
 * left. Every method throws {@link MalformedAvroException} when the bytes are not what it reads.
 */
public class AvroInput {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int INT_BYTES = 5;
    private static final int LONG_BYTES = 10;
    private static final int BITS = 7;
    private static final long MASK = 0x7F;

    private byte[] bytes;
    private int position;

    /**
     * @param from
     *            index of the first byte; the datum reaches to the end of the array
     */
    public AvroInput(byte[] bytes, int from) {
        this.bytes = bytes;
        this.position = from;
    }

    /** Continues in other bytes. */
    protected final void moveTo(byte[] other, int from) {
        bytes = other;
        position = from;
    }

    /** The array that is read. */
    public final byte[] bytes() {
        return bytes;
    }

    /** Index of the next byte. */
    protected final int position() {
        return position;
    }

    /** Whether every byte was read. */
    public final boolean isEnd() {
        return position == bytes.length;
    }

    /** Reads a boolean, which is a byte of 0 or 1. */
    public final boolean readBoolean() {
        byte b = bytes[take(1)];
        if ((b & ~1) != 0) {
            throw MalformedAvroException.INSTANCE;
        }
        return b == 1;
    }

    /** Reads an int. */
    public final int readInt() {
        long value = zigzag(INT_BYTES);
        if (value != (int) value) {
            throw MalformedAvroException.INSTANCE;
        }
        return (int) value;
    }

    /** Reads a long. */
    public final long readLong() {
        return zigzag(LONG_BYTES);
    }

    private long zigzag(int maxBytes) {
        int from = position;
        if (from < bytes.length) {
            byte only = bytes[from];
            if (only >= 0) {
                position = from + 1;
                return only >>> 1 ^ -(only & 1);
            }
        }
        return longZigzag(maxBytes);
    }

    private long longZigzag(int maxBytes) {
        long bits = 0;
        for (int i = 0; i < maxBytes; i++) {
            byte b = bytes[take(1)];
            bits |= (b & MASK) << BITS * i;
            if (b >= 0) {
                return bits >>> 1 ^ -(bits & 1);
            }
        }
        throw MalformedAvroException.INSTANCE;
    }

    /** Reads a float. */
    public final float readFloat() {
        return Float.intBitsToFloat((int) INT.get(bytes, take(Float.BYTES)));
    }

    /** Reads a double. */
    public final double readDouble() {
        return Double.longBitsToDouble((long) LONG.get(bytes, take(Double.BYTES)));
    }

    /** Reads a text. */
    public final String readText() {
        int length = readLength();
        return new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }

    /** Reads as many bytes. */
    public final byte[] readBytes(int length) {
        byte[] copy = new byte[length];
        System.arraycopy(bytes, take(length), copy, 0, length);
        return copy;
    }

    /** Reads a length; at least that number of bytes is left. */
    public final int readLength() {
        return bounded(readLong());
    }

    /** Reads the index of an enum symbol or of a branch of a union, of as many. */
    public final int readIndex(int size) {
        long index = readLong();
        if (index < 0 || index >= size) {
            throw MalformedAvroException.INSTANCE;
        }
        return (int) index;
    }

    /** Passes over bytes; returns the index of the first. */
    public final int take(int length) {
        int from = position;
        if (length > bytes.length - from) {
            throw MalformedAvroException.INSTANCE;
        }
        position = from + length;
        return from;
    }

    /** Reads the count of elements in the next block of an array or map; 0 at its end. */
    public final int readBlock() {
        long count = readLong();
        if (count < 0) {
            int unused = readLength();
            count = -count;
        }
        return bounded(count);
    }

    /** The same, but passes over all blocks whose size in bytes is written. */
    public final int skipBlocks() {
        long count = readLong();
        while (count < 0) {
            int unused = take(readLength());
            count = readLong();
        }
        return bounded(count);
    }

    private int bounded(long length) {
        if (length < 0 || length > bytes.length - position) {
            throw MalformedAvroException.INSTANCE;
        }
        return (int) length;
    }
}
