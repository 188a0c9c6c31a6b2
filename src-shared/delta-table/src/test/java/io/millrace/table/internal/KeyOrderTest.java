package io.millrace.table.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import io.millrace.table.law.EventKey;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
    private static final Comparator<Utf8Key> PLAIN = Comparator.comparing(Utf8Key::pk, Arrays::compareUnsigned)
            .thenComparing(Utf8Key::eventId, Arrays::compareUnsigned);
    private static final String ALPHABET = "ab\0\u00FE\u00FF\u0100\uD83C\uDF0D\uFFFDz";

    /** One batch after the other, whose keys begin with more, less or something else than those of the batch before. */
    @Test
    void anyKeysAreInTheOrderOfTheirBytes() {
        KeyOrder order = new KeyOrder();
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            List<Utf8Key> keys = new ArrayList<>();
            String common = text(random, random.nextInt(6));
            for (int i = random.nextInt(30); i >= 0; i--) {
                keys.add(Utf8Key.of(new EventKey(common + text(random, random.nextInt(12)), text(random, 1))));
            }
            int[] places = order.of(keys);

            assertEquals(keys.stream().sorted(PLAIN).toList(),
                    Arrays.stream(places).mapToObj(keys::get).toList(), "seed " + seed);
            assertEquals(keys.size(), Arrays.stream(places).distinct().count(), "seed " + seed);
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
