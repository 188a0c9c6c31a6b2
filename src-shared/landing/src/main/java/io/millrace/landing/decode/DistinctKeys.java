package io.millrace.landing.decode;

import java.util.Arrays;

import io.millrace.table.vector.BytesVector;

/** Finds repeated keys in a map. Its memory is used again for the next map. */
final class DistinctKeys {
    private static final int FEW = 8;
    private static final int MOST_KEPT = 1024;
    private static final int HASH_MULTIPLIER = 31;
    private static final int SPREAD = 0x9E37_79B9;
    /** More collisions than this for each key are no accident. */
    private static final int COLLISIONS = 4;

    private int[] slots = {};

    /** Whether all keys from an index on differ. Also false when the keys were chosen such that this takes long to find out. */
    boolean differ(BytesVector keys, int first) {
        int count = keys.size() - first;
        if (count > FEW) {
            return differByHash(keys, first, count);
        }
        for (int i = first + 1; i < keys.size(); i++) {
            for (int j = first; j < i; j++) {
                if (isSame(keys, i, j)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean differByHash(BytesVector keys, int first, int count) {
        int size = Integer.highestOneBit(count) * 4;
        int shift = Integer.numberOfLeadingZeros(size) + 1;
        int[] table = table(size);
        long collisions = 0;
        for (int i = first; i < first + count; i++) {
            int slot = hash(keys, i) * SPREAD >>> shift;
            while (table[slot] != 0) {
                if (isSame(keys, i, table[slot] - 1) || ++collisions > (long) COLLISIONS * count) {
                    return false;
                }
                slot = slot + 1 & size - 1;
            }
            table[slot] = i + 1;
        }
        return true;
    }

    private int[] table(int size) {
        if (size > MOST_KEPT) {
            return new int[size];
        }
        if (slots.length < size) {
            slots = new int[size];
        } else {
            Arrays.fill(slots, 0, size, 0);
        }
        return slots;
    }

    private static int hash(BytesVector keys, int index) {
        byte[] bytes = keys.bytes();
        int hash = 1;
        for (int i = keys.begin(index), end = i + keys.length(index); i < end; i++) {
            hash = hash * HASH_MULTIPLIER + bytes[i];
        }
        return hash;
    }

    private static boolean isSame(BytesVector keys, int one, int other) {
        int length = keys.length(one);
        int a = keys.begin(one);
        int b = keys.begin(other);
        return length == keys.length(other)
                && Arrays.equals(keys.bytes(), a, a + length, keys.bytes(), b, b + length);
    }
}
