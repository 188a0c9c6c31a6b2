package io.millrace.bench.chaos.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import io.millrace.table.mergerule.OffsetRange;
import org.junit.jupiter.api.Test;

class DeletedOffsetsTest {
    @Test
    void somethingIsDeletedIfThereIsSomethingToDelete() {
        for (int seed = 0; seed < 200; seed++) {
            Map<Integer, OffsetRange> unmerged = new TreeMap<>(Map.of(0, new OffsetRange(4, 4), 1,
                    new OffsetRange(7, 9), 2, new OffsetRange(0, 1)));
            Map<Integer, Long> begins = DeletedOffsets.draw(unmerged, new SplittableRandom(seed));

            assertTrue(!begins.isEmpty() && !begins.containsKey(0), begins::toString);
            begins.forEach((partition, begin) -> {
                OffsetRange range = unmerged.getOrDefault(partition, new OffsetRange(0, 0));
                assertTrue(begin > range.from() && begin <= range.until(), begins::toString);
            });
        }
    }

    @Test
    void nothingIsDeletedOfWhatIsMerged() {
        assertEquals(Map.of(), DeletedOffsets.draw(Map.of(0, new OffsetRange(4, 4)), new SplittableRandom(1)));
    }
}
