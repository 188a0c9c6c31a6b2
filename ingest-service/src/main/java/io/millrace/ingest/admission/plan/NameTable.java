package io.millrace.ingest.admission.plan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Finds the index of a name by the bytes of the name. */
final class NameTable {
    static final int NONE = -1;

    private final byte[][] names;
    /** Indexes of names plus one, at the hash of the name or at the next free slot; at most half of the slots are used. */
    private final int[] slots;

    NameTable(List<String> names) {
        this.names = names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
        this.slots = new int[Integer.highestOneBit(Math.max(1, names.size())) * 4];
        for (int i = 0; i < this.names.length; i++) {
            int slot = hash(this.names[i], 0, this.names[i].length);
            while (slots[slot & slots.length - 1] != 0) {
                slot++;
            }
            slots[slot & slots.length - 1] = i + 1;
        }
    }

    /**
     * The index of a name, or {@link #NONE}.
     *
     * @param expected
     *            the index that is tried first
     */
    int find(byte[] bytes, int from, int until, int expected) {
        if (expected < names.length && is(names[expected], bytes, from, until)) {
            return expected;
        }
        for (int slot = hash(bytes, from, until);; slot++) {
            int index = slots[slot & slots.length - 1] - 1;
            if (index < 0 || is(names[index], bytes, from, until)) {
                return index;
            }
        }
    }

    private static boolean is(byte[] name, byte[] bytes, int from, int until) {
        return Arrays.equals(name, 0, name.length, bytes, from, until);
    }

    private static int hash(byte[] bytes, int from, int until) {
        int hash = until - from;
        for (int i = from; i < until; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 15;
    }
}
