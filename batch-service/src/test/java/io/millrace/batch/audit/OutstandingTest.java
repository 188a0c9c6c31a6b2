package io.millrace.batch.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import org.junit.jupiter.api.Test;

class OutstandingTest {
    private static final String ID = "topic-1";
    private static final Duration DAY = Duration.ofDays(1);
    private static final long MANY = 1_000_000;

    @Test
    void offsetsAreOutstandingFromTheAuditedOneToTheWatermark() {
        Outstanding outstanding = of(new OffsetRange(0, 1_000), 400, 900);

        assertEquals(Map.of(0, new OffsetRange(400, 900)), outstanding.ranges());
        assertEquals(0, outstanding.skipped());
    }

    @Test
    void offsetsThatKafkaDeletedBeforeTheirAuditAreCounted() {
        Outstanding outstanding = of(new OffsetRange(500, 1_000), 400, 900);

        assertEquals(Map.of(0, new OffsetRange(500, 900)), outstanding.ranges());
        assertEquals(100, outstanding.skipped());
    }

    @Test
    void whatWasDeletedBeforeItWasMergedIsNotCountedTwice() {
        SourcePartition source = new SourcePartition(ID, 0);
        Map<String, Long> marks = new HashMap<>(Map.of(source.applicationId(), 900L, Outstanding.mark(ID, 0), 400L));
        marks.putAll(DeletedOffsets.recording(Map.of(),
                List.of(new DeletedOffsets(source, new OffsetRange(390, 430)),
                        new DeletedOffsets(source, new OffsetRange(490, 600)))));

        assertEquals(60,
                Outstanding.of(new OffsetRangeReader.Topic("visits", ID, Map.of(0, new OffsetRange(500, 1_000))), marks)
                        .skipped());
    }

    @Test
    void whatWasDeletedBeforeTheFirstAuditIsNotCounted() {
        assertEquals(0, of(new OffsetRange(500, 1_000), -1, 900).skipped());
    }

    @Test
    void aShareIsDueAfterAQuarterOfTheTime() {
        Outstanding some = of(new OffsetRange(0, 1_000), 400, 900);

        assertFalse(some.isDue(DAY.dividedBy(4).minusMillis(1), DAY, MANY, () -> false));
        assertTrue(some.isDue(DAY.dividedBy(4), DAY, MANY, () -> false));
        assertTrue(some.isDue(Duration.ofMillis(-1), DAY, MANY, () -> false), "the clock was set back");
    }

    @Test
    void aShareIsDueWhenItIsFull() {
        Outstanding some = of(new OffsetRange(0, 1_000), 400, 900);

        assertFalse(some.isDue(Duration.ZERO, DAY, 501, () -> false));
        assertTrue(some.isDue(Duration.ZERO, DAY, 500, () -> false));
    }

    @Test
    void aShareIsDueBeforeKafkaDeletesItsRecords() {
        assertFalse(of(new OffsetRange(1_000, 2_000), 1_250, 1_900).isDue(Duration.ZERO, DAY, MANY, () -> false));
        assertTrue(of(new OffsetRange(1_000, 2_000), 1_249, 1_900).isDue(Duration.ZERO, DAY, MANY, () -> false));
        // and where Kafka deletes nothing, that is no reason
        assertFalse(of(new OffsetRange(0, 2_000), 0, 1_900).isDue(Duration.ZERO, DAY, MANY, () -> false));
    }

    @Test
    void withoutOffsetsAShareIsDueWhenThereAreNewFiles() {
        Outstanding none = of(new OffsetRange(0, 1_000), 900, 900);

        assertTrue(none.isDue(DAY.dividedBy(4), DAY, MANY, () -> true));
        assertFalse(none.isDue(DAY.dividedBy(4).minusMillis(1), DAY, MANY, () -> true));
    }

    @Test
    void nothingIsDueWithoutOffsetsAndNewFiles() {
        assertFalse(of(new OffsetRange(0, 1_000), 900, 900).isDue(DAY, DAY, 0, () -> false));
    }

    @Test
    void aShareTakesTheFirstOffsetsOfEachPartition() {
        Map<Integer, OffsetRange> bounds = Map.of(0, new OffsetRange(0, 100), 1, new OffsetRange(0, 10));
        Map<String, Long> marks = Map.of(new SourcePartition(ID, 0).applicationId(), 100L,
                new SourcePartition(ID, 1).applicationId(), 10L);
        Outstanding outstanding = Outstanding.of(new OffsetRangeReader.Topic("visits", ID, bounds), marks);

        assertEquals(outstanding.ranges(), outstanding.share(110));
        assertEquals(Map.of(0, new OffsetRange(0, 20), 1, new OffsetRange(0, 10)), outstanding.share(40));
    }

    /** A topic of one partition; without a mark when the audited offset is negative. */
    private static Outstanding of(OffsetRange bounds, long audited, long watermark) {
        Map<String, Long> marks = new HashMap<>(Map.of(new SourcePartition(ID, 0).applicationId(), watermark));
        if (audited >= 0) {
            marks.put(Outstanding.mark(ID, 0), audited);
        }
        return Outstanding.of(new OffsetRangeReader.Topic("visits", ID, Map.of(0, bounds)), marks);
    }
}
