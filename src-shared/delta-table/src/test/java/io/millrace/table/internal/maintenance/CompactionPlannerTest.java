package io.millrace.table.internal.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.millrace.table.internal.log.ActiveFile;
import org.junit.jupiter.api.Test;

class CompactionPlannerTest {
    private static final long TARGET = 1_000;

    private final List<ActiveFile> files = new ArrayList<>();

    private void file(String region, long size) {
        files.add(new ActiveFile("f" + files.size(), Map.of("region", region), size, 0, 1, OptionalLong.empty()));
    }

    private List<List<Long>> sizes(int minFiles, long maxBytes) {
        return sizes(minFiles, maxBytes, CompactionPlanner.FileTraits.OPEN);
    }

    private List<List<Long>> sizes(int minFiles, long maxBytes, CompactionPlanner.FileTraits nature) {
        return CompactionPlanner.groups(files, TARGET, minFiles, maxBytes, nature).stream()
                .map(group -> group.stream().map(ActiveFile::size).toList()).toList();
    }

    @Test
    void aPartitionWithOneFileIsLeftAlone() {
        file("eu", 10);
        file("us", 10);

        assertEquals(List.of(), sizes(2, TARGET));
    }

    @Test
    void filesOfDifferentPartitionsAreNotMixed() {
        file("eu", 10);
        file("us", 20);
        file("eu", 10);
        file("us", 20);

        assertEquals(List.of(List.of(10L, 10L), List.of(20L, 20L)), sizes(2, TARGET));
    }

    @Test
    void filesOfHalfTheTargetAreLargeEnough() {
        file("eu", 500);
        file("eu", 500);

        assertEquals(List.of(), sizes(2, TARGET));
    }

    @Test
    void aGroupIsNoLargerThanTheTarget() {
        for (int i = 0; i < 6; i++) {
            file("eu", 300);
        }

        assertEquals(List.of(List.of(300L, 300L, 300L), List.of(300L, 300L, 300L)), sizes(2, 10 * TARGET));
    }

    @Test
    void aLargeFileIsNotRewrittenForAFewSmallOnes() {
        file("eu", 400);
        file("eu", 10);
        file("eu", 10);

        assertEquals(List.of(List.of(10L, 10L)), sizes(2, TARGET));
    }

    @Test
    void oneRunReadsNoMoreThanItMay() {
        for (int i = 0; i < 3; i++) {
            file("eu", 300);
            file("us", 300);
            file("ap", 10);
        }

        assertEquals(List.of(List.of(300L, 300L, 300L), List.of(10L, 10L, 10L)), sizes(2, TARGET));
    }

    @Test
    void twoFilesOfAClosedPartitionAreEnoughHoweverManyAreWantedElsewhere() {
        for (String region : List.of("closed", "open")) {
            file(region, 10);
            file(region, 70);
            file(region, 30);
        }
        file("closed", 999);

        assertEquals(List.of(List.of(10L, 30L, 70L)), sizes(8, TARGET, new CompactionPlanner.FileTraits(
                file -> "closed".equals(file.partitionValues().get("region")), file -> false)));
    }

    @Test
    void aFileOfAClosedPartitionIsClusteredOnceWhateverItsSize() {
        file("closed", 10);
        file("closed again", 2_000);
        file("open", 10);

        assertEquals(List.of(List.of(10L), List.of(2_000L)), sizes(8, 10 * TARGET, new CompactionPlanner.FileTraits(
                file -> String.valueOf(file.partitionValues().get("region")).startsWith("closed"), file -> true)));
    }
}
