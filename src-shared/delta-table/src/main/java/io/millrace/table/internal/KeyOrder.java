package io.millrace.table.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import io.millrace.table.law.EventKey;

/**
 * The order of rows in a file: by pk, then by event id. Business keys often begin alike and then differ at once: what they
 * have in common is skipped, and some characters after it stand, with the place of the key, in one number. Numbers are
 * sorted; only keys whose numbers begin alike are compared.
 */
final class KeyOrder {
    private static final Comparator<EventKey> PLAIN = Comparator.comparing(EventKey::pk)
            .thenComparing(EventKey::eventId);

    /** What the pks of the last batch had in common, in characters: likely to be so again. */
    private int common;

    /**
     * What is computed of keys.
     *
     * @param hashes
     *            {@link EventKey#hash} of each, in their order
     * @param order
     *            the places of the keys, from 0, in the order of the keys
     */
    record Digests(long[] hashes, int[] order) {}

    /** In one pass over the keys: fetching them from memory costs more than all else. */
    Digests digests(List<EventKey> keys) {
        long[] hashes = new long[keys.size()];
        long[] numbers = new long[keys.size()];
        Numbering numbering = Numbering.of(keys.size());
        int skipped = common;
        common = keys.isEmpty() ? common : keys.getFirst().pk().length();
        for (int i = 0; i < hashes.length; i++) {
            EventKey key = keys.get(i);
            hashes[i] = key.hash();
            numbers[i] = numbering.number(key.pk(), skipped, i);
            common = commonLength(keys.getFirst().pk(), key.pk(), common);
        }
        if (common < skipped) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = numbering.number(keys.get(i).pk(), common, i);
            }
        }
        Arrays.sort(numbers);
        return new Digests(hashes, numbering.order(numbers, keys));
    }

    private static int commonLength(String one, String other, int atMost) {
        int length = Math.min(atMost, other.length());
        for (int i = 0; i < length; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return i;
            }
        }
        return length;
    }

    /**
     * How a key becomes a number that is not negative.
     *
     * @param chars
     *            so many characters of its pk stand in it, eight bits each
     * @param placeBits
     *            its lower bits are the place of the key
     */
    private record Numbering(int chars, int placeBits) {
        private static final int CHAR_BITS = 8;
        private static final int CHAR_MAX = (1 << CHAR_BITS) - 1;

        static Numbering of(int keys) {
            int placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, keys - 1));
            return new Numbering((Long.SIZE - 1 - placeBits) / CHAR_BITS, placeBits);
        }

        /**
         * Orders as the characters from there on do, or leaves the order open: a character beyond eight bits is the last
         * that counts, and is equal to all others of its kind.
         */
        long number(String pk, int from, int place) {
            long number = 0;
            int until = Math.min(from + chars, pk.length());
            int at = from;
            for (int code = 0; at < until && code < CHAR_MAX; at++) {
                code = Math.min(pk.charAt(at), CHAR_MAX);
                number = number << CHAR_BITS | code;
            }
            return number << CHAR_BITS * (from + chars - at) + placeBits | place;
        }

        int[] order(long[] sorted, List<EventKey> keys) {
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
}
