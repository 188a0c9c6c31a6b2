package io.millrace.table.internal.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import io.millrace.table.mergerule.EventKey;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
    private static final Comparator<EventKey> PLAIN = Comparator.comparing(EventKey::pk, KeyOrderTest::compare)
            .thenComparing(EventKey::eventId, KeyOrderTest::compare);
    private static final String ALPHABET = "ab\0\u00FE\u00FF\u0100\uD83C\uDF0D\uFFFDz";

    /** One batch after the other, whose keys begin with more, less or something else than those of the batch before. */
    @Test
    void anyKeysAreInTheOrderOfTheirBytes() {
        KeyOrder order = new KeyOrder();
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            List<EventKey> keys = new ArrayList<>();
            String common = text(random, random.nextInt(6));
            for (int i = random.nextInt(30); i >= 0; i--) {
                keys.add(new EventKey(common + text(random, random.nextInt(12)), text(random, 1)));
            }
            int[] places = order.of(KeyBuffer.of(keys));

            assertEquals(keys.stream().sorted(PLAIN).toList(),
                    Arrays.stream(places).mapToObj(keys::get).toList(), "seed " + seed);
            assertEquals(keys.size(), Arrays.stream(places).distinct().count(), "seed " + seed);
        }
    }

    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
