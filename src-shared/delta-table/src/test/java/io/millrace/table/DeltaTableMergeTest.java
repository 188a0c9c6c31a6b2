package io.millrace.table;

import static io.millrace.table.Fixture.DAY;
import static io.millrace.table.Fixture.NOW;
import static io.millrace.table.Fixture.TOPIC_ID;
import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.column;
import static io.millrace.table.Fixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.law.EventKey;
import io.millrace.table.law.OffsetRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaTableMergeTest {
    @TempDir
    Path folder;
    private EventTable table;

    @BeforeEach
    void openTable() {
        table = open(folder, "stream");
    }

    @AfterEach
    void closeTable() {
        table.close();
    }

    @Test
    void newKeysAreInserted() {
        var outcome = table.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1")));

        assertEquals(new MergeOutcome.Committed(1, 2, 0, 0, 0, 1), outcome);
        assertEquals(Set.of("a", "b"), Set.copyOf(column(folder, "pk")));
        assertEquals(OptionalLong.of(2), table.watermark(new SourcePartition(TOPIC_ID, 0)));
    }

    @Test
    void theSameBatchAgainIsBelowTheWatermark() {
        table.merge(batch(0, 0, Visit.of("a", "1")));

        var again = table.merge(batch(0, 0, Visit.of("a", "1")));

        assertEquals(new MergeOutcome.AlreadyMerged(1, 1), again);
    }

    @Test
    void aKeySentAgainWithAnotherTimeAndRegionIsOneRow() {
        table.merge(batch(0, 0, Visit.of("a", "1")));

        var again = table.merge(batch(0, 1, Visit.of("a", "1").at(NOW + 3 * DAY, "us")));

        assertEquals(new MergeOutcome.Committed(2, 0, 0, 1, 0, 1), again);
        assertEquals(List.of("eu"), column(folder, "region"));
    }

    @Test
    void aHigherRevisionTakesTheRowsPlaceEvenInAnotherPartition() {
        table.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1")));

        var revised = table.merge(batch(0, 2, Visit.of("a", "1").at(NOW + DAY, "us").revised(2, 9.5)));
        var stale = table.merge(batch(0, 3, Visit.of("a", "1").revised(1, 5.0)));

        assertEquals(new MergeOutcome.Committed(2, 0, 1, 0, 0, 1), revised);
        assertEquals(new MergeOutcome.Committed(3, 0, 0, 1, 0, 1), stale);
        assertEquals(Set.of(1.0, 9.5), Set.copyOf(column(folder, "amount")));
        assertEquals(Set.of("eu", "us"), Set.copyOf(column(folder, "region")));
    }

    @Test
    void anOverlappingBatchIsCutAtTheWatermark() {
        table.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1")));

        var overlapping = table.merge(batch(0, 1, Visit.of("b", "1"), Visit.of("c", "1")));

        assertEquals(new MergeOutcome.Committed(2, 1, 0, 0, 1, 1), overlapping);
        assertEquals(3, column(folder, "pk").size());
    }

    @Test
    void aBatchBehindAGapIsNotMerged() {
        table.merge(batch(0, 0, Visit.of("a", "1")));

        var gap = table.merge(batch(0, 5, Visit.of("b", "1")));

        assertEquals(new MergeOutcome.Gap(0, 1, new OffsetRange(5, 6)), gap);
        assertEquals(List.of("a"), column(folder, "pk"));
    }

    @Test
    void aBatchOfDeadLettersOnlyMovesTheWatermark() {
        table.merge(batch(0, 0, Visit.of("a", "1")));

        var moved = table.merge(new MicroBatch(Fixture.SHAPE, TOPIC_ID, List.of(), Map.of(0, new OffsetRange(1, 4))));

        assertInstanceOf(MergeOutcome.Committed.class, moved);
        assertEquals(OptionalLong.of(4), table.watermark(new SourcePartition(TOPIC_ID, 0)));
    }

    @Test
    void aTopicThatWasMadeAgainStartsFromItsBeginningAndKeysStillHold() {
        table.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1")));

        var other = new MicroBatch(Fixture.SHAPE, "topic-2", List.of(Visit.of("a", "1").row(0, 0, "stream")),
                Map.of(0, new OffsetRange(0, 1)));
        var outcome = table.merge(other);

        assertEquals(new MergeOutcome.Committed(2, 0, 0, 1, 0, 1), outcome);
    }

    @Test
    void aSecondWriterSeesKeysAndWatermarkOfTheFirst() {
        try (EventTable batchWriter = open(folder, "batch")) {
            table.merge(batch(0, 0, Visit.of("a", "1")));
            batchWriter.merge(batch(1, 0, Visit.of("c", "1")));

            assertEquals(new MergeOutcome.AlreadyMerged(2, 1), batchWriter.merge(batch(0, 0, Visit.of("a", "1"))));
            assertEquals(new MergeOutcome.Committed(3, 1, 0, 1, 0, 1),
                    table.merge(batch(1, 1, Visit.of("c", "1"), Visit.of("d", "1"))));
        }
    }

    @Test
    void presentTellsKeysApartFromThoseThatAreNotThere() {
        table.merge(batch(0, 0, Visit.of("a", "1")));

        assertEquals(Set.of(new EventKey("a", "1")),
                table.present(List.of(new EventKey("a", "1"), new EventKey("a", "2"))));
    }

    @Test
    void marksAreKeptBesideTheRowsAndNeverGoBack() {
        table.merge(batch(0, 0, Visit.of("a", "1")));

        table.mark(Map.of("audit", 5L));
        table.mark(Map.of("audit", 3L));

        try (EventTable reopened = open(folder, "batch")) {
            assertEquals(OptionalLong.of(5), reopened.marked("audit"));
        }
    }

    @Test
    void aTableWithManyCommitsIsReadBackFromItsCheckpoint() {
        for (int i = 0; i < 45; i++) {
            table.merge(batch(0, i, Visit.of("pk" + i, "1").at(NOW + i * DAY, i % 3 == 0 ? "us" : "eu")));
        }
        table.close();

        try (EventTable reopened = open(folder, "batch")) {
            assertTrue(reopened.status().lastCheckpoint() >= 20, "no checkpoint was written");
            assertEquals(45, reopened.status().rows());
            assertEquals(OptionalLong.of(45), reopened.watermark(new SourcePartition(TOPIC_ID, 0)));
            assertEquals(new MergeOutcome.Committed(46, 0, 0, 1, 0, 1),
                    reopened.merge(batch(0, 45, Visit.of("pk7", "1"))));
        }
    }
}
