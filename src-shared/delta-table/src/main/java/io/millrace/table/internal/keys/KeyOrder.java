package io.millrace.table.internal.keys;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sorts keys into the order of rows in a file: by pk, then by event id, both by their bytes. Business keys often have a common
 * prefix and differ right after it: the prefix is skipped, and some bytes after it form a number together with the index of the
 * key. Numbers are sorted; only keys with equal bytes in their numbers are compared.
 */
public final class KeyOrder {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Length in bytes of the common prefix of the pks in the last batch: likely to be the same again. */
    private int common;

    /** The indexes of the keys in their order. */
    public int[] of(KeyBuffer keys) {
        long[] numbers = new long[keys.count()];
        int placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, numbers.length - 1));
        int skipped = common;
        common = number(numbers, keys, placeBits, skipped);
        if (common < skipped) {
            number(numbers, keys, placeBits, common);
        }
        Arrays.sort(numbers);
        return order(numbers, keys, placeBits);
    }

    /**
     * Numbers the keys.
     *
     * @param skipped
     *            so many bytes of the pk are equal in all of them
     * @return how many bytes are
     */
    private static int number(long[] numbers, KeyBuffer keys, int placeBits, int skipped) {
        int common = numbers.length == 0 ? 0 : keys.pkUntil(0) - keys.pkFrom(0);
        for (int place = 0; place < numbers.length; place++) {
            common = commonLength(keys, place, common);
            long bytes = eightBytes(keys.bytes(), keys.pkFrom(place) + skipped, keys.pkUntil(place));
            numbers[place] = bytes >>> placeBits + 1 << placeBits | place; // never negative
        }
        return common;
    }

    /** Where there are fewer, the rest is zeros. */
    private static long eightBytes(byte[] bytes, int from, int until) {
        if (from + Long.BYTES <= until) {
            return (long) LONGS.get(bytes, from);
        }
        long number = 0;
        for (int i = from; i < until; i++) {
            number |= (bytes[i] & 0xffL) << (Long.BYTES - 1 - (i - from)) * Byte.SIZE;
        }
        return number;
    }

    /** So many bytes the pk has in common with the first. */
    private static int commonLength(KeyBuffer keys, int place, int atMost) {
        int first = keys.pkFrom(0);
        int other = keys.pkFrom(place);
        int length = Math.min(atMost, keys.pkUntil(place) - other);
        for (int i = 0; i < length; i++) {
            if (keys.bytes()[first + i] != keys.bytes()[other + i]) {
                return i;
            }
        }
        return length;
    }

    private static int[] order(long[] sorted, KeyBuffer keys, int placeBits) {
        int[] order = new int[sorted.length];
        for (int from = 0, until; from < sorted.length; from = until) {
            for (until = from; until < sorted.length
                    && sorted[until] >>> placeBits == sorted[from] >>> placeBits; until++) {
                order[until] = (int) (sorted[until] & (1L << placeBits) - 1);
            }
            if (until - from > 1) {
                int[] settled = Arrays.stream(order, from, until).boxed().sorted(keys::compare)
                        .mapToInt(Integer::intValue).toArray();
                System.arraycopy(settled, 0, order, from, settled.length);
            }
        }
        return order;
    }
}
