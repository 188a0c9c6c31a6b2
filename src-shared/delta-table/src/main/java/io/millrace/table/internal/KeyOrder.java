package io.millrace.table.internal;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import io.millrace.table.law.EventKey;

/**
 * Sorts by pk, then by event id. Business keys often begin alike and then differ at once: what they have in common is
 * skipped, and the four characters after it, as one number, decide nearly every comparison.
 */
final class KeyOrder {
    private static final int CHARS = 4;

    private KeyOrder() {}

    private record Entry<T>(long prefix, EventKey key, T item) implements Comparable<Entry<T>> {
        @Override
        public int compareTo(Entry<T> other) {
            int byPrefix = Long.compareUnsigned(prefix, other.prefix);
            if (byPrefix != 0) {
                return byPrefix;
            }
            int byPk = key.pk().compareTo(other.key.pk());
            return byPk != 0 ? byPk : key.eventId().compareTo(other.key.eventId());
        }
    }

    /** Sorts the list in place. */
    static <T> void sort(List<T> items, Function<T, EventKey> keyOf) {
        if (items.size() < 2) {
            return;
        }
        String first = keyOf.apply(items.getFirst()).pk();
        int common = first.length();
        for (T item : items) {
            common = commonLength(first, keyOf.apply(item).pk(), common);
        }
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
        Entry<T>[] entries = new Entry[items.size()];
        for (int i = 0; i < entries.length; i++) {
            EventKey key = keyOf.apply(items.get(i));
            entries[i] = new Entry<>(prefix(key.pk(), common), key, items.get(i));
        }
        Arrays.sort(entries);
        for (int i = 0; i < entries.length; i++) {
            items.set(i, entries[i].item());
        }
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

    /** The characters from there on as a number that orders as they do; a text that ends early comes first. */
    private static long prefix(String text, int from) {
        long prefix = 0;
        for (int i = from; i < from + CHARS; i++) {
            prefix = prefix << Character.SIZE | (i < text.length() ? text.charAt(i) : 0);
        }
        return prefix;
    }
}
