package io.millrace.table.internal.index;

import java.util.Arrays;

/** Hashes of keys, in the order of the rows. */
final class HashList {
    private long[] hashes;
    private int size;

    HashList(long expected) {
        hashes = new long[(int) Math.max(16, expected)];
    }

    void add(long hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        hashes[size++] = hash;
    }

    long[] toArray() {
        return size == hashes.length ? hashes : Arrays.copyOf(hashes, size);
    }
}
