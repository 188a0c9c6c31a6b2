package io.millrace.table.internal.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;

import io.millrace.table.internal.log.ActiveFile;
import org.junit.jupiter.api.Test;

class CopyOnWriteTest {
    private static List<List<Long>> tiers(long... rows) {
        List<ActiveFile> files = LongStream.range(0, rows.length).mapToObj(
                i -> new ActiveFile("f" + i, Map.of(), 1, 0, rows[(int) i], OptionalLong.empty())).toList();
        return CopyOnWrite.tiers(files).stream().map(tier -> tier.stream().map(ActiveFile::rows).toList()).toList();
    }

    @Test
    void filesOfLikeSizeArePutTogether() {
        assertEquals(List.of(List.of(3_000L, 3_300L, 3_600L)), tiers(3_300, 3_600, 3_000));
    }

    /** Else rows that are revised again and again would come back to those that never are. */
    @Test
    void aSmallFileIsNotPutTogetherWithAMuchLargerOne() {
        assertEquals(List.of(List.of(200L, 500L), List.of(33_000L)), tiers(33_000, 200, 500));
    }

    @Test
    void noMoreRowsThanALimitArePutTogether() {
        assertEquals(List.of(List.of(60_000L), List.of(70_000L), List.of(250_000L)), tiers(250_000, 60_000, 70_000));
    }

    @Test
    void aFileWhoseRowsNobodyCountedStaysAlone() {
        assertEquals(List.of(List.of(50L), List.of(-1L), List.of(-1L)), tiers(-1, 50, -1));
    }
}
