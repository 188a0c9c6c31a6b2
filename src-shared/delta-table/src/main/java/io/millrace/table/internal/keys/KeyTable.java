package io.millrace.table.internal.keys;

import java.util.List;

import io.millrace.table.mergerule.EventKey;

/** Keys that are to be found among the rows of a file, by their hashes. */
final class KeyTable {
    private static final int SPARSE = 4;

    private final List<EventKey> keys;
    private final List<EncodedKey> encoded;
    /** The position after the next one of a key with some hash; 0 for none. */
    private final int[] table;

    KeyTable(List<EventKey> keys) {
        this.keys = keys;
        this.encoded = keys.stream().map(EncodedKey::of).toList();
        this.table = new int[Integer.highestOneBit(Math.max(1, keys.size())) * SPARSE];
        for (int i = 0; i < encoded.size(); i++) {
            int slot = slot(encoded.get(i).hash());
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = i + 1;
        }
    }

    private int slot(long hash) {
        return (int) hash & table.length - 1;
    }

    /** The position of the key of a row; -1 when it is none of these. */
    int find(PlainKeyReader pk, PlainKeyReader id) {
        long hash = EventKey.hash(pk.bytes(), pk.from(), pk.length(), id.bytes(), id.from(), id.length());
        int slot = slot(hash);
        while (table[slot] != 0) {
            EncodedKey key = encoded.get(table[slot] - 1);
            if (key.hash() == hash && pk.is(key.pk()) && id.is(key.eventId())) {
                return table[slot] - 1;
            }
            slot = slot + 1 & table.length - 1;
        }
        return -1;
    }

    EventKey key(int position) {
        return keys.get(position);
    }
}
