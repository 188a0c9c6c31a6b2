package io.millrace.table;

import static io.millrace.table.Fixture.DAY;
import static io.millrace.table.Fixture.NOW;
import static io.millrace.table.Fixture.TOPIC_ID;
import static io.millrace.table.Fixture.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import org.junit.jupiter.api.Test;

/** What every {@link EventTable} keeps, however it is stored. */
interface EventTableContract {
    /** An empty place, the same one during one test. */
    TableBackend place();

    private EventTable open(String writer) {
        return place().open(Fixture.SHAPE, writer);
    }

    @Test
    default void newKeysAreInserted() {
        try (EventTable table = open("stream")) {
            var outcome = table.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1")));

            assertEquals(new MergeOutcome.Merged(1, 2, 0, 0, 0, 1), outcome);
            assertEquals(Set.of("a", "b"), Set.copyOf(place().values("pk")));
            assertEquals(OptionalLong.of(2), table.watermark(new SourcePartition(TOPIC_ID, 0)));
        }
    }

    @Test
    default void theSameBatchAgainIsBelowTheWatermark() {
        try (EventTable table = open("stream")) {
            table.merge(batch(0, 0, Visit.of("a", "1")));

            var again = table.merge(batch(0, 0, Visit.of("a", "1")));

            assertEquals(new MergeOutcome.AlreadyMerged(1, 1), again);
        }
    }

    @Test
    default void aKeySentAgainWithAnotherTimeAndRegionIsOneRow() {
        try (EventTable table = open("stream")) {
            table.merge(batch(0, 0, Visit.of("a", "1")));

            var again = table.merge(batch(0, 1, Visit.of("a", "1").at(NOW + 3 * DAY, "us")));

            assertEquals(new MergeOutcome.Merged(2, 0, 0, 1, 0, 1), again);
            assertEquals(List.of("eu"), place().values("region"));
        }
    }

    @Test
    default void aHigherRevisionTakesTheRowsPlaceEvenInAnotherPartition() {
        try (EventTable table = open("stream")) {
            table.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1")));

            var revised = table.merge(batch(0, 2, Visit.of("a", "1").at(NOW + DAY, "us").revised(2, 9.5)));
            var stale = table.merge(batch(0, 3, Visit.of("a", "1").revised(1, 5.0)));

            assertEquals(new MergeOutcome.Merged(2, 0, 1, 0, 0, 1), revised);
            assertEquals(new MergeOutcome.Merged(3, 0, 0, 1, 0, 1), stale);
            assertEquals(Set.of(1.0, 9.5), Set.copyOf(place().values("amount")));
            assertEquals(Set.of("eu", "us"), Set.copyOf(place().values("region")));
        }
    }

    @Test
    default void anOverlappingBatchIsCutAtTheWatermark() {
        try (EventTable table = open("stream")) {
            table.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1")));

            var overlapping = table.merge(batch(0, 1, Visit.of("b", "1"), Visit.of("c", "1")));

            assertEquals(new MergeOutcome.Merged(2, 1, 0, 0, 1, 1), overlapping);
            assertEquals(3, place().values("pk").size());
        }
    }

    @Test
    default void aBatchBehindAGapIsNotMerged() {
        try (EventTable table = open("stream")) {
            table.merge(batch(0, 0, Visit.of("a", "1")));

            var gap = table.merge(batch(0, 5, Visit.of("b", "1")));

            assertEquals(new MergeOutcome.OffsetGap(0, 1, new OffsetRange(5, 6)), gap);
            assertEquals(List.of("a"), place().values("pk"));
        }
    }

    @Test
    default void aBatchOfDeadLettersOnlyMovesTheWatermark() {
        try (EventTable table = open("stream")) {
            table.merge(batch(0, 0, Visit.of("a", "1")));

            var moved = table
                    .merge(new MicroBatch(Fixture.SHAPE, TOPIC_ID, List.of(), Map.of(0, new OffsetRange(1, 4))));

            assertInstanceOf(MergeOutcome.Merged.class, moved);
            assertEquals(OptionalLong.of(4), table.watermark(new SourcePartition(TOPIC_ID, 0)));
        }
    }

    @Test
    default void theBooksExplainEveryOffsetOfAllWriters() {
        try (EventTable table = open("stream"); EventTable other = open("batch")) {
            assertEquals(Map.of(), table.books());
            // given a partition that begins at 10: two events, a dead letter, two offsets that Kafka deleted
            OtherOffsets rest = new OtherOffsets();
            rest.add(0, new OffsetRange(12, 13), OtherOffsets.Kind.DEAD_LETTER);
            rest.add(0, new OffsetRange(13, 15), OtherOffsets.Kind.DELETED);
            table.merge(new MicroBatch(TOPIC_ID, batch(0, 10, Visit.of("a", "1"), Visit.of("b", "1")).events(),
                    Map.of(0, new OffsetRange(10, 15)), rest));
            // when another writer has another partition, repeats a key, and sends a revision
            other.merge(batch(1, 0, Visit.of("a", "1"), Visit.of("c", "1"), Visit.of("b", "1").revised(2, 5.0)));
            // and a batch is partly below the watermark, with an offset without a record
            var cut = table.merge(new MicroBatch(Fixture.SHAPE, TOPIC_ID,
                    List.of(Visit.of("b", "1").row(0, 11, "stream"), Visit.of("d", "1").row(0, 15, "stream")),
                    Map.of(0, new OffsetRange(11, 17))));

            assertEquals(new MergeOutcome.Merged(3, 1, 0, 0, 1, new OtherOffsets.Counts(0, 1, 0), 1), cut);
            Books books = new Books(10, 20, 4, 1, 1, new OtherOffsets.Counts(1, 1, 2));
            assertEquals(0, books.difference());
            assertEquals(Map.of(TOPIC_ID, books), other.books());
        }
    }

    @Test
    default void aBatchWhoseOffsetsDoNotAddUpIsNotMerged() {
        try (EventTable table = open("stream")) {
            table.merge(batch(0, 0, Visit.of("a", "1")));
            var wrong = new MicroBatch(TOPIC_ID, batch(0, 1, Visit.of("b", "1")).events(),
                    Map.of(0, new OffsetRange(1, 3)), new OtherOffsets());

            assertThrows(IllegalStateException.class, () -> table.merge(wrong));
            assertEquals(OptionalLong.of(1), table.watermark(new SourcePartition(TOPIC_ID, 0)));
        }
    }

    @Test
    default void aTopicThatWasMadeAgainStartsFromItsBeginningAndKeysStillHold() {
        try (EventTable table = open("stream")) {
            table.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1")));

            var other = new MicroBatch(Fixture.SHAPE, "topic-2", List.of(Visit.of("a", "1").row(0, 0, "stream")),
                    Map.of(0, new OffsetRange(0, 1)));
            var outcome = table.merge(other);

            assertEquals(new MergeOutcome.Merged(2, 0, 0, 1, 0, 1), outcome);
        }
    }

    @Test
    default void aSecondWriterSeesKeysAndWatermarkOfTheFirst() {
        try (EventTable table = open("stream")) {
            try (EventTable batchWriter = open("batch")) {
                table.merge(batch(0, 0, Visit.of("a", "1")));
                batchWriter.merge(batch(1, 0, Visit.of("c", "1")));

                assertEquals(new MergeOutcome.AlreadyMerged(2, 1), batchWriter.merge(batch(0, 0, Visit.of("a", "1"))));
                assertEquals(new MergeOutcome.Merged(3, 1, 0, 1, 0, 1),
                        table.merge(batch(1, 1, Visit.of("c", "1"), Visit.of("d", "1"))));
            }
        }
    }

    @Test
    default void presentTellsKeysApartFromThoseThatAreNotThere() {
        try (EventTable table = open("stream")) {
            table.merge(batch(0, 0, Visit.of("a", "1")));

            assertEquals(Set.of(new EventKey("a", "1")),
                    table.present(List.of(new EventKey("a", "1"), new EventKey("a", "2"))));
        }
    }

    @Test
    default void marksAreKeptBesideTheRowsAndNeverGoBack() {
        try (EventTable table = open("stream")) {
            table.merge(batch(0, 0, Visit.of("a", "1")));

            table.mark(Map.of("audit", 5L));
            table.mark(Map.of("audit", 3L));

            try (EventTable reopened = open("batch")) {
                assertEquals(OptionalLong.of(5), reopened.marked("audit"));
            }
        }
    }

    @Test
    default void aPartitionNeverSeenMayStartAnywhere() {
        try (EventTable table = open("stream")) {
            var started = table.merge(batch(3, 400, Visit.of("a", "1")));
            var earlier = table.merge(batch(3, 399, Visit.of("b", "1")));

            assertEquals(new MergeOutcome.Merged(1, 1, 0, 0, 0, 1), started);
            assertEquals(new MergeOutcome.AlreadyMerged(1, 1), earlier);
            assertEquals(OptionalLong.of(401), table.watermark(new SourcePartition(TOPIC_ID, 3)));
        }
    }

    @Test
    default void aGapInOnePartitionHoldsTheWholeBatchBack() {
        try (EventTable table = open("stream")) {
            table.merge(batch(0, 0, Visit.of("a", "1")));

            var outcome = table.merge(new MicroBatch(Fixture.SHAPE, TOPIC_ID,
                    List.of(Visit.of("b", "1").row(1, 0, "stream"), Visit.of("c", "1").row(0, 5, "stream")),
                    Map.of(0, new OffsetRange(5, 6), 1, new OffsetRange(0, 1))));

            assertEquals(new MergeOutcome.OffsetGap(0, 1, new OffsetRange(5, 6)), outcome);
            assertEquals(OptionalLong.empty(), table.watermark(new SourcePartition(TOPIC_ID, 1)));
            assertEquals(List.of("a"), place().values("pk"));
        }
    }

    @Test
    default void theFirstOfTwoEqualRevisionsInKafkaIsTheRow() {
        try (EventTable table = open("stream")) {
            table.merge(batch(0, 0, Visit.of("a", "1").revised(1, 1.0), Visit.of("a", "1").revised(1, 2.0)));
            table.merge(batch(0, 2, Visit.of("a", "1").revised(1, 3.0)));

            assertEquals(List.of(1.0), place().values("amount"));
        }
    }
}
