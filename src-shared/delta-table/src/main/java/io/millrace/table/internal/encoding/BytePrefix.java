package io.millrace.table.internal.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The first eight bytes of values as numbers, which suffice to compare most values. */
final class BytePrefix {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BytePrefix() {}

    /** The first eight bytes, or fewer followed by zeros; unsigned, it is in the order of the bytes. */
    static long of(byte[] source, int from, int length) {
        if (from + Long.BYTES <= source.length) {
            long bytes = (long) LONGS.get(source, from);
            return length >= Long.BYTES ? bytes : length == 0 ? 0 : bytes & -1L << (Long.BYTES - length) * Byte.SIZE;
        }
        long bytes = 0;
        int until = Math.min(length, Long.BYTES);
        for (int i = 0; i < until; i++) {
            bytes |= (source[from + i] & 0xFFL) << (Long.BYTES - 1 - i) * Byte.SIZE;
        }
        return bytes;
    }
}
