package io.millrace.table.internal.keys;

import java.util.BitSet;

/**
 * The part of all keys that the index holds. Keys are assigned to slots by their pk, as Kafka's producers assign records to
 * partitions: with as many slots as the topic has partitions, the keys of a partition are in one slot, and a process that
 * merges a third of the partitions needs a third of the slots.
 *
 * <p>
 * Correctness does not depend on that: the slot of a key follows from the key alone, in the table as in a batch, whatever
 * partition it came from. With more partitions, or with other partitioners, more slots are needed.
 */
public final class KeyBuckets {
    /** Number of times that slots are added; after that all slots are covered. */
    private static final int ADDITIONS = 3;
    /** Number of merges without a key in a slot after which it may be given up. */
    private static final int MEMORY = 1_000;

    private final int count;
    private final BitSet covered = new BitSet();
    private BitSet asked = new BitSet();
    private BitSet askedBefore = new BitSet();
    private int merges;
    private int additions;

    /**
     * @param count
     *            of the slots, from 1
     */
    public KeyBuckets(int count) {
        this.count = count;
    }

    /** Covers the slots of these keys; returns whether one of them was not covered before. */
    public boolean cover(KeyBuffer keys) {
        if (++merges % MEMORY == 0) {
            askedBefore = asked;
            asked = new BitSet();
        }
        for (int place = 0; place < keys.count(); place++) {
            int pk = keys.pkFrom(place);
            asked.set(slot(keys.bytes(), pk, keys.pkUntil(place) - pk));
        }
        BitSet added = (BitSet) asked.clone();
        added.andNot(covered);
        if (added.isEmpty()) {
            return false;
        }
        covered.or(added);
        if (++additions > ADDITIONS) {
            covered.set(0, count);
        }
        return true;
    }

    /** Covers all slots; returns whether one of them was not covered before. */
    public boolean coverAll() {
        asked.set(0, count);
        if (covered.cardinality() == count) {
            return false;
        }
        covered.set(0, count);
        return true;
    }

    /** Gives up the slots that recent merges did not use; returns whether there were any. */
    public boolean release() {
        BitSet lately = (BitSet) asked.clone();
        lately.or(askedBefore);
        if (merges < MEMORY || lately.cardinality() == covered.cardinality()) {
            return false;
        }
        covered.and(lately);
        additions = 0;
        return true;
    }

    /** Whether the key with this pk, a range of UTF-8 bytes, is in a covered slot. */
    public boolean has(byte[] pk, int from, int length) {
        return covered.get(slot(pk, from, length));
    }

    /** The expected number of keys in covered slots, of this number of keys. */
    public long share(long keys) {
        return keys * covered.cardinality() / count;
    }

    private int slot(byte[] pk, int from, int length) {
        return count == 1 ? 0 : (murmur2(pk, from, length) & Integer.MAX_VALUE) % count;
    }

    /** MurmurHash2 by Austin Appleby (public domain), with the seed of Kafka's default partitioner. */
    static int murmur2(byte[] bytes, int from, int length) {
        int m = 0x5bd1e995;
        int hash = 0x9747b28c ^ length;
        int at = from;
        for (; at + Integer.BYTES <= from + length; at += Integer.BYTES) {
            int word = (bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16
                    | bytes[at + 3] << 24) * m;
            hash = hash * m ^ (word ^ word >>> 24) * m;
        }
        if (at < from + length) {
            for (int i = from + length - 1; i >= at; i--) {
                hash ^= (bytes[i] & 0xff) << (i - at) * Byte.SIZE;
            }
            hash *= m;
        }
        hash = (hash ^ hash >>> 13) * m;
        return hash ^ hash >>> 15;
    }
}
