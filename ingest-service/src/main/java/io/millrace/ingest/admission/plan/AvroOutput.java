package io.millrace.ingest.admission.plan;

import java.util.Arrays;

/** Avro's binary encoding in a growing buffer that is used again for the next event. */
final class AvroOutput {
    private static final int USUAL_BYTES = 2_048;
    /** A larger buffer is not kept. */
    private static final int MOST_KEPT = 65_536;
    private static final int LONGEST_NUMBER = 10;

    byte[] bytes = new byte[USUAL_BYTES];
    int length;

    void clear() {
        length = 0;
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[USUAL_BYTES];
        }
    }

    void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
        }
    }

    void writeByte(int b) {
        room(1);
        bytes[length++] = (byte) b;
    }

    /** Int and long: variable length, with the sign in the lowest bit. */
    void writeLong(long value) {
        room(LONGEST_NUMBER);
        length = put(length, value);
    }

    private int put(int at, long value) {
        int next = at;
        long left = value << 1 ^ value >> 63;
        while ((left & ~0x7fL) != 0) {
            bytes[next++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[next++] = (byte) left;
        return next;
    }

    /** The lowest bytes of a number, the lowest first. */
    void writeLittleEndian(long bits, int count) {
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) (bits >>> Byte.SIZE * i);
        }
    }

    /** The lowest bytes of a number, the lowest last; beyond eight its sign. */
    void writeBigEndian(long number, int count) {
        room(count);
        for (int i = count - 1; i >= 0; i--) {
            bytes[length++] = (byte) (number >> Math.min(Long.SIZE - 1, Byte.SIZE * i));
        }
    }

    void write(byte[] source, int from, int count) {
        room(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Bytes or text, with their length. */
    void writeSized(byte[] source, int from, int count) {
        writeLong(count);
        write(source, from, count);
    }

    /** Puts a number where one byte, or none, was left for it. */
    void insertLong(int at, int left, long value) {
        int size = size(value);
        int end = at + left;
        if (size != left) {
            room(size - left);
            System.arraycopy(bytes, end, bytes, at + size, length - end);
            length += size - left;
        }
        put(at, value);
    }

    private static int size(long value) {
        long left = value << 1 ^ value >> 63;
        return 1 + (Long.SIZE - 1 - Long.numberOfLeadingZeros(left | 1)) / 7;
    }

    /** Writes bytes once more that were written before. */
    void repeat(int from, int end) {
        room(end - from);
        System.arraycopy(bytes, from, bytes, length, end - from);
        length += end - from;
    }

    /** Has what was written from this index on begin at an earlier one. */
    void moveBack(int from, int to) {
        System.arraycopy(bytes, from, bytes, to, length - from);
        length = to + length - from;
    }
}
