package io.millrace.table.internal;

import java.util.Comparator;
import java.util.List;

import io.millrace.table.law.EventKey;

/**
 * The order of rows in a file: by pk, then by event id. Business keys often begin alike and then differ at once: what they
 * have in common is skipped, and the four characters after it, as one number, decide nearly every comparison.
 */
final class KeyOrder {
    private static final int CHARS = 4;
    private static final Comparator<Keyed> ORDER = KeyOrder::compare;

    /** What the pks of the last batch had in common, in characters: likely to be so again. */
    private int common;

    /** Something that has a key. */
    interface Keyed {
        EventKey key();

        /** The number that stands for the beginning of the pk, among all that are sorted with it. */
        long prefix();
    }

    static void sort(List<? extends Keyed> items) {
        items.sort(ORDER);
    }

    private static int compare(Keyed one, Keyed other) {
        int byPrefix = Long.compareUnsigned(one.prefix(), other.prefix());
        if (byPrefix != 0) {
            return byPrefix;
        }
        int byPk = one.key().pk().compareTo(other.key().pk());
        return byPk != 0 ? byPk : one.key().eventId().compareTo(other.key().eventId());
    }

    /**
     * The hashes and prefixes of keys that are sorted together. In one pass: fetching the keys from memory costs more than
     * both.
     */
    Digests digests(List<EventKey> keys) {
        long[] hashes = new long[keys.size()];
        long[] prefixes = new long[keys.size()];
        int skipped = common;
        common = keys.isEmpty() ? common : keys.getFirst().pk().length();
        for (int i = 0; i < hashes.length; i++) {
            EventKey key = keys.get(i);
            hashes[i] = key.hash();
            prefixes[i] = prefix(key.pk(), skipped);
            common = commonLength(keys.getFirst().pk(), key.pk(), common);
        }
        if (common < skipped) {
            for (int i = 0; i < prefixes.length; i++) {
                prefixes[i] = prefix(keys.get(i).pk(), common);
            }
        }
        return new Digests(hashes, prefixes);
    }

    /**
     * What is computed of keys, in their order.
     *
     * @param hashes
     *            {@link EventKey#hash}
     * @param prefixes
     *            {@link Keyed#prefix}
     */
    record Digests(long[] hashes, long[] prefixes) {}

    private static int commonLength(String one, String other, int atMost) {
        int length = Math.min(atMost, other.length());
        for (int i = 0; i < length; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return i;
            }
        }
        return length;
    }

    /** The characters from there on as a number that orders as they do; a text that ends early comes first. */
    private static long prefix(String text, int from) {
        long prefix = 0;
        for (int i = from; i < from + CHARS; i++) {
            prefix = prefix << Character.SIZE | (i < text.length() ? text.charAt(i) : 0);
        }
        return prefix;
    }
}
