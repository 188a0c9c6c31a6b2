package io.millrace.table.internal.encoding;

/**
 * Parquet's encoding of small numbers: runs of a number that repeats, and between them groups of eight numbers of some bits
 * each.
 */
final class RunLengths {
    private static final int GROUP = 8;

    private RunLengths() {}

    /** The bits that numbers up to this one need. */
    static int width(int most) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(most);
    }

    /** Encodes numbers of at most this width, in bits. */
    static void put(int[] values, int count, int width, PlainBytes out) {
        int packed = 0; // from here to the next one, numbers are not encoded yet
        int next = 0;
        while (next < count) {
            int run = run(values, next, count);
            if (run >= GROUP || next + run == count) {
                putPacked(values, packed, next, width, out);
                putRun(values[next], run, width, out);
                next += run;
                packed = next;
            } else {
                next = Math.min(next + GROUP, count);
            }
        }
        putPacked(values, packed, count, width, out);
    }

    private static int run(int[] values, int from, int count) {
        int value = values[from];
        int until = from + 1;
        while (until < count && values[until] == value) {
            until++;
        }
        return until - from;
    }

    /** Encodes a number that repeats. */
    static void putRun(int value, int times, int width, PlainBytes out) {
        out.putVarint(times << 1);
        for (int bits = 0; bits < width; bits += Byte.SIZE) {
            out.putByte(value >>> bits);
        }
    }

    private static void putPacked(int[] values, int from, int until, int width, PlainBytes out) {
        if (from == until) {
            return;
        }
        int groups = (until - from + GROUP - 1) / GROUP;
        out.putVarint(groups << 1 | 1);
        long waiting = 0;
        int bits = 0;
        for (int i = from; i < from + groups * GROUP; i++) {
            waiting |= (i < until ? (long) values[i] : 0) << bits;
            bits += width;
            for (; bits >= Byte.SIZE; bits -= Byte.SIZE) {
                out.putByte((int) waiting);
                waiting >>>= Byte.SIZE;
            }
        }
    }
}
