package io.millrace.table.mergerule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** MurmurHash64A by Austin Appleby (public domain), which mixes the length in: no concatenation equals another. */
final class Hash64 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long M = 0xc6a4a7935bd1e995L;
    private static final int R = 47;

    private Hash64() {}

    static long of(byte[] bytes, int from, int length, long seed) {
        long hash = seed ^ (length * M);
        int until = from + length;
        int at = from;
        for (; at + Long.BYTES <= until; at += Long.BYTES) {
            long word = (long) LONGS.get(bytes, at) * M;
            hash = (hash ^ (word ^ (word >>> R)) * M) * M;
        }
        if (at < until) {
            hash = (hash ^ tail(bytes, from, at, until)) * M;
        }
        hash = (hash ^ (hash >>> R)) * M;
        return hash ^ (hash >>> R);
    }

    /** The last bytes, fewer than eight, the first of them lowest. */
    private static long tail(byte[] bytes, int from, int at, int until) {
        if (until - from >= Long.BYTES) {
            return (long) LONGS.get(bytes, until - Long.BYTES) >>> (Long.BYTES - (until - at)) * Byte.SIZE;
        }
        long tail = 0;
        for (int i = until - 1; i >= at; i--) {
            tail = tail << Byte.SIZE | bytes[i] & 0xff;
        }
        return tail;
    }
}
