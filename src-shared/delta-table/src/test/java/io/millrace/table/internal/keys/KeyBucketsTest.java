package io.millrace.table.internal.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.millrace.table.mergerule.EventKey;
import org.junit.jupiter.api.Test;

public class KeyBucketsTest {
    private static final int SLOTS = 5;

    /** A key that Kafka's partitioner puts into that one of the slots. */
    public static EventKey inSlot(int slot, int slots, int number) {
        return IntStream.iterate(number, i -> i + 100_000).mapToObj(i -> new EventKey("pk" + i, "e" + number))
                .filter(key -> slot(key, slots) == slot).findFirst().orElseThrow();
    }

    private static int slot(EventKey key, int slots) {
        byte[] pk = key.pk().getBytes(StandardCharsets.UTF_8);
        return (KeyBuckets.murmur2(pk, 0, pk.length) & Integer.MAX_VALUE) % slots;
    }

    private static boolean has(KeyBuckets slots, EventKey key) {
        byte[] pk = ("?" + key.pk()).getBytes(StandardCharsets.UTF_8);
        return slots.has(pk, 1, pk.length - 1);
    }

    private static boolean covers(KeyBuckets slots, EventKey... keys) {
        return slots.cover(KeyBuffer.of(List.of(keys)));
    }

    @Test
    void theHashIsThatOfKafkasPartitioner() {
        // From the tests of Kafka's own clients.
        Map.of("21", -973932308, "foobar", -790332482, "a-little-bit-long-string", -985981536,
                "a-little-bit-longer-string", -1486304829, "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8",
                -58897971, "abc", 479470107).forEach((text, hash) -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    assertEquals(hash, KeyBuckets.murmur2(bytes, 0, bytes.length));
                });
    }

    @Test
    void aSlotIsCoveredOnceItIsAskedFor() {
        KeyBuckets slots = new KeyBuckets(SLOTS);

        assertTrue(covers(slots, inSlot(1, SLOTS, 1)));
        assertFalse(covers(slots, inSlot(1, SLOTS, 2)));

        assertTrue(has(slots, inSlot(1, SLOTS, 3)));
        assertFalse(has(slots, inSlot(2, SLOTS, 1)));
        assertEquals(20, slots.share(100));
    }

    @Test
    void whoAsksForOneSlotAfterTheOtherSoonHasAll() {
        KeyBuckets slots = new KeyBuckets(SLOTS);
        for (int slot = 0; slot < 4; slot++) {
            assertTrue(covers(slots, inSlot(slot, SLOTS, 1)));
        }

        assertFalse(covers(slots, inSlot(4, SLOTS, 1)));
    }

    @Test
    void slotsThatNobodyAskedForInALongTimeAreGivenUpWhenMemoryIsShort() {
        KeyBuckets slots = new KeyBuckets(SLOTS);
        covers(slots, inSlot(0, SLOTS, 1), inSlot(1, SLOTS, 1));

        assertFalse(slots.release());
        for (int merge = 0; merge < 2_000; merge++) {
            covers(slots, inSlot(1, SLOTS, merge));
        }

        assertTrue(slots.release());
        assertFalse(has(slots, inSlot(0, SLOTS, 1)));
        assertTrue(has(slots, inSlot(1, SLOTS, 1)));
        assertTrue(covers(slots, inSlot(0, SLOTS, 1)));
    }
}
