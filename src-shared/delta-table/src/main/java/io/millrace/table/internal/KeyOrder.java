package io.millrace.table.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The order of rows in a file: by pk, then by event id, both by their bytes. Business keys often begin alike and then
 * differ at once: what they have in common is skipped, and some bytes after it stand, with the place of the key, in one
 * number. Numbers are sorted; only keys whose numbers begin alike are compared.
 */
final class KeyOrder {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final Comparator<Utf8Key> PLAIN = Comparator.comparing(Utf8Key::pk, Arrays::compareUnsigned)
            .thenComparing(Utf8Key::eventId, Arrays::compareUnsigned);

    /** What the pks of the last batch had in common, in bytes: likely to be so again. */
    private int common;

    /** The places of the keys, from 0, in the order of the keys. */
    int[] of(List<Utf8Key> keys) {
        long[] numbers = new long[keys.size()];
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
     * @param from
     *            the bytes of the pk before this are equal in all of them
     * @return how many bytes are
     */
    private static int number(long[] numbers, List<Utf8Key> keys, int placeBits, int from) {
        byte[] first = keys.isEmpty() ? new byte[0] : keys.getFirst().pk();
        int common = first.length;
        for (int place = 0; place < numbers.length; place++) {
            byte[] pk = keys.get(place).pk();
            common = commonLength(first, pk, common);
            numbers[place] = eightBytes(pk, from) >>> placeBits + 1 << placeBits | place;
        }
        return common;
    }

    /** Of a key that ends before, the rest is zeros. Without the sign: the number stays below 2^63. */
    private static long eightBytes(byte[] pk, int from) {
        if (from + Long.BYTES <= pk.length) {
            return (long) LONGS.get(pk, from);
        }
        long bytes = 0;
        for (int i = from; i < pk.length; i++) {
            bytes |= (pk[i] & 0xffL) << (Long.BYTES - 1 - (i - from)) * Byte.SIZE;
        }
        return bytes;
    }

    private static int commonLength(byte[] one, byte[] other, int atMost) {
        int length = Math.min(atMost, other.length);
        for (int i = 0; i < length; i++) {
            if (one[i] != other[i]) {
                return i;
            }
        }
        return length;
    }

    private static int[] order(long[] sorted, List<Utf8Key> keys, int placeBits) {
        int[] order = new int[sorted.length];
        for (int from = 0, until; from < sorted.length; from = until) {
            for (until = from; until < sorted.length
                    && sorted[until] >>> placeBits == sorted[from] >>> placeBits; until++) {
                order[until] = (int) (sorted[until] & (1L << placeBits) - 1);
            }
            if (until - from > 1) {
                int[] settled = Arrays.stream(order, from, until).boxed()
                        .sorted(Comparator.comparing(keys::get, PLAIN)).mapToInt(Integer::intValue).toArray();
                System.arraycopy(settled, 0, order, from, settled.length);
            }
        }
        return order;
    }
}
