package io.millrace.landing.audit;

import java.util.Arrays;
import java.util.Set;

/** Hashes of keys. Added first, then sorted, then looked up. */
final class KeyHashes {
    /** The memory of a hash, in bytes, while the array grows. */
    static final long BYTES_PER_KEY = 20;
    private static final int FIRST_CAPACITY = 1 << 10;

    private long[] hashes = new long[FIRST_CAPACITY];
    private int size;

    void add(long hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.addExact(size, size >> 1));
        }
        hashes[size++] = hash;
    }

    /** Sorts the hashes, after the last one was added. */
    void sort() {
        Arrays.sort(hashes, 0, size);
    }

    boolean has(long hash) {
        return Arrays.binarySearch(hashes, 0, size, hash) >= 0;
    }

    /** Adds the hashes that were added more than once to a set. */
    void repeatedTo(Set<Long> found) {
        for (int i = 1; i < size; i++) {
            if (hashes[i] == hashes[i - 1]) {
                found.add(hashes[i]);
            }
        }
    }

    long[] toArray() {
        return Arrays.copyOf(hashes, size);
    }
}
