package io.millrace.landing.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import io.millrace.contracts.record.OverweightException;

/**
 * A position in bytes of Avro's binary encoding. No length and no count of elements is believed beyond the bytes that are
 * left. Counts what an event adds to the columns. Used again for each event.
 */
final class AvroCursor {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int INT_BYTES = 5;
    private static final int LONG_BYTES = 10;
    private static final int BITS = 7;
    private static final long MASK = 0x7F;

    private byte[] bytes = {};
    private int position;
    private long limit;
    private long weight;

    /**
     * Begins with an event.
     *
     * @param from
     *            index of the first byte; the datum reaches to the end of the array
     * @param most
     *            the weight that the event may have, in bytes
     */
    void start(byte[] value, int from, long most) {
        bytes = value;
        position = from;
        limit = most;
        weight = 0;
    }

    /** Reads a value from other bytes, and then continues here. */
    void readFrom(byte[] other, AvroStep step) {
        byte[] outer = bytes;
        int next = position;
        bytes = other;
        position = 0;
        step.read(this);
        bytes = outer;
        position = next;
    }

    /**
     * Counts what is added to the columns, in bytes.
     *
     * @throws OverweightException
     *             when the event weighs more than the limit
     */
    void charge(long more) {
        weight += more;
        if (weight > limit) {
            throw new OverweightException(limit);
        }
    }

    /** The bytes counted since the start of the event. */
    long weight() {
        return weight;
    }

    /** The array that is read. */
    byte[] bytes() {
        return bytes;
    }

    /** Whether every byte was read. */
    boolean isEnd() {
        return position == bytes.length;
    }

    boolean readBoolean() {
        byte b = bytes[take(1)];
        if ((b & ~1) != 0) {
            throw UnplannedException.INSTANCE;
        }
        return b == 1;
    }

    int readInt() {
        long value = zigzag(INT_BYTES);
        if (value != (int) value) {
            throw UnplannedException.INSTANCE;
        }
        return (int) value;
    }

    long readLong() {
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
        throw UnplannedException.INSTANCE;
    }

    float readFloat() {
        return Float.intBitsToFloat((int) INT.get(bytes, take(Float.BYTES)));
    }

    double readDouble() {
        return Double.longBitsToDouble((long) LONG.get(bytes, take(Double.BYTES)));
    }

    /** Reads a length; so many bytes are left. */
    int readLength() {
        return bounded(readLong());
    }

    /** Passes over bytes; returns the index of the first. */
    int take(int length) {
        int from = position;
        if (length > bytes.length - from) {
            throw UnplannedException.INSTANCE;
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
            throw UnplannedException.INSTANCE;
        }
        return (int) length;
    }
}
