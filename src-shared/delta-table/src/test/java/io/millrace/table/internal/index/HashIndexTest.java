package io.millrace.table.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class HashIndexTest {
    private static final int FILES = 60;
    private static final int KEYS = 20_000;
    private static final long BUDGET = 256L << 20;

    /** Of each file some thousand hashes, a tenth of them in the next file too, and some of the ends of the range. */
    private static List<long[]> hashes() {
        SplittableRandom random = new SplittableRandom(3);
        List<long[]> hashes = new ArrayList<>();
        for (int file = 0; file < FILES; file++) {
            long[] some = random.longs(KEYS).toArray();
            if (file > 0) {
                System.arraycopy(hashes.getLast(), KEYS / 10, some, 0, KEYS / 10);
            }
            some[KEYS - 2] = (long) file << 50;
            some[KEYS - 1] = -1 - ((long) file << 50);
            hashes.add(some);
        }
        return hashes;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20, BUDGET})
    void filesThatAreAddedTogetherAreFoundAsThoseThatAreAddedOneByOne(long budget) {
        List<long[]> hashes = hashes();
        HashIndex together = new HashIndex(budget);
        HashIndex oneByOne = new HashIndex(budget);
        together.add(IntStream.range(0, FILES / 3).toArray(), hashes.subList(0, FILES / 3));
        together.add(IntStream.range(FILES / 3, FILES).toArray(), hashes.subList(FILES / 3, FILES));
        for (int file = 0; file < FILES; file++) {
            oneByOne.add(file, hashes.get(file));
        }

        assertEquals((long) FILES * KEYS, together.size());
        assertEquals(oneByOne.size(), together.size());
        for (int file = 0; file < FILES; file++) {
            Set<String> found = found(together, hashes.get(file));
            String own = " in " + file;
            assertEquals(KEYS, found.stream().filter(hit -> hit.endsWith(own)).count());
            assertEquals(found(oneByOne, hashes.get(file)), found);
        }
        assertTrue(found(together, hashes.get(9)).containsAll(List.of("0 in 8", "0 in 9", "2000 in 9", "2000 in 10")));
    }

    @Test
    void whatIsNotKeptIsNotFoundAndItsRoomIsGivenBack() {
        List<long[]> hashes = hashes();
        HashIndex index = new HashIndex(BUDGET);
        index.add(IntStream.range(0, FILES).toArray(), hashes);
        long before = index.bytes();

        index.sweep(file -> file % 2 == 0);

        assertEquals(FILES / 2L * KEYS, index.size());
        assertTrue(index.bytes() < before * 3 / 4, () -> index.bytes() + " of " + before);
        assertEquals(Set.of(" in 4"), Set.copyOf(found(index, hashes.get(4)).stream()
                .map(hit -> hit.substring(hit.indexOf(' '))).toList()));
    }

    @Test
    void withoutAnEntryItTakesNoMemoryAndWithOneAnEighthOfItsBudgetAtMost() {
        HashIndex index = new HashIndex(1 << 20);

        assertEquals(0, index.bytes());
        assertEquals(Set.of(), found(index, new long[]{7}));
        index.sweep(file -> false);
        index.add(1, new long[]{7});
        assertEquals(Set.of("0 in 1"), found(index, new long[]{7}));
        assertTrue(index.bytes() < (1 << 20) / 8 + 100, () -> index.bytes() + " bytes");
    }

    private static Set<String> found(HashIndex index, long[] wanted) {
        Set<String> found = new TreeSet<>();
        index.find(wanted, (place, file) -> found.add(place + " in " + file));
        return found;
    }
}
