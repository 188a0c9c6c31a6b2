package io.millrace.table.internal.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.BitSet;
import java.util.List;

import io.millrace.table.mergerule.EventKey;
import org.junit.jupiter.api.Test;

class KeyBatchTest {
    private static final List<EventKey> KEYS = List.of(new EventKey("b", "1"), new EventKey("", ""),
            new EventKey("\uD83C\uDF0D", "e"), new EventKey("a", "2"));

    @Test
    void someOfTheKeysAreAsIfTheyHadBeenGivenAlone() {
        BitSet places = new BitSet();
        places.set(1, 4);

        KeyBatch some = KeyBatch.of(KEYS, 5).only(places);

        KeyBatch alone = KeyBatch.of(KEYS.subList(1, 4), 5);
        assertEquals(alone.keys(), some.keys());
        assertArrayEquals(alone.hashes(), some.hashes());
        assertEquals(5, some.oldestIngestMicros());
        assertEquals(3, some.packed().count());
        assertArrayEquals(new int[]{0, 2, 1}, new KeyOrder().of(some.packed()));
        for (int place = 0; place < 3; place++) {
            assertEquals(alone.hashes()[place], some.packed().hash(place));
        }
    }

    @Test
    void allOfTheKeysAreTheSame() {
        KeyBatch all = KeyBatch.of(KEYS, 5);
        BitSet places = new BitSet();
        places.set(0, 4);

        assertSame(all, all.only(places));
    }
}
