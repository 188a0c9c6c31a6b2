package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.millrace.table.OtherOffsets;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class CoveredOffsetsTest {
    private static List<ConsumerRecord<byte[], byte[]>> records(int partition, int... offsets) {
        return IntStream.of(offsets)
                .mapToObj(offset -> new ConsumerRecord<>("t", partition, offset, new byte[0], new byte[0])).toList();
    }

    private static CoveredOffsets covered(List<ConsumerRecord<byte[], byte[]>> records,
            Map<Integer, OffsetRange> ranges) {
        CoveredOffsets offsets = new CoveredOffsets();
        offsets.begin(ranges);
        records.forEach(offsets::add);
        offsets.end(ranges);
        return offsets;
    }

    @Test
    void aRangeThatIsFullOfRecordsHasNoGap() {
        CoveredOffsets offsets = covered(records(1, 5, 6, 7), Map.of(1, new OffsetRange(5, 8)));

        assertEquals(Set.of(), offsets.partitionsWithGaps());
    }

    @Test
    void gapsAreFoundBeforeBetweenAndAfterRecordsAndInARangeWithoutAny() {
        CoveredOffsets offsets = covered(records(1, 7, 8, 11),
                Map.of(1, new OffsetRange(5, 13), 2, new OffsetRange(0, 4)));

        assertEquals(Set.of(1, 2), offsets.partitionsWithGaps());
        // two before, two between, one after the records of one partition, and four of the other
        OtherOffsets inGaps = offsets.inGaps(asked -> Map.of(1, 13L, 2, 4L));
        assertEquals(new OtherOffsets.Counts(0, 0, 5), inGaps.count(1, new OffsetRange(5, 13), 3));
        assertEquals(new OtherOffsets.Counts(0, 0, 4), inGaps.count(2, new OffsetRange(0, 4), 0));
    }

    @Test
    void onlyWhatLiesBelowTheBeginningOfThePartitionWasDeleted() {
        CoveredOffsets offsets = covered(records(1, 7, 8, 11), Map.of(1, new OffsetRange(5, 13)));

        assertEquals(new OtherOffsets.Counts(0, 5, 0), inGaps(offsets, Map.of()));
        assertEquals(new OtherOffsets.Counts(0, 5, 0), inGaps(offsets, Map.of(1, 5L)));
        assertEquals(new OtherOffsets.Counts(0, 3, 2), inGaps(offsets, Map.of(1, 7L)));
        assertEquals(new OtherOffsets.Counts(0, 2, 3), inGaps(offsets, Map.of(1, 10L)));
    }

    private static OtherOffsets.Counts inGaps(CoveredOffsets offsets, Map<Integer, Long> beginnings) {
        return offsets.inGaps(asked -> beginnings).count(1, new OffsetRange(5, 13), 3);
    }

    @Test
    void rangesThatFollowOrOverlapContinueTheOffsetsAndOthersDoNot() {
        CoveredOffsets offsets = covered(records(1, 5, 6), Map.of(1, new OffsetRange(5, 8)));

        assertTrue(offsets.isContinuedBy(Map.of(1, new OffsetRange(8, 9), 2, new OffsetRange(40, 41))));
        assertTrue(offsets.isContinuedBy(Map.of(1, new OffsetRange(6, 12))));
        assertFalse(offsets.isContinuedBy(Map.of(1, new OffsetRange(9, 12))));
        assertFalse(offsets.isContinuedBy(Map.of(1, new OffsetRange(4, 12))));
    }

    @Test
    void whatWasReadInPartsIsOneRangeWithTheGapsBetweenTheParts() {
        CoveredOffsets offsets = covered(records(1, 5, 6), Map.of(1, new OffsetRange(5, 8)));
        var more = Map.of(1, new OffsetRange(8, 12));
        offsets.begin(more);
        assertTrue(offsets.contains(records(1, 7).getFirst()));
        assertFalse(offsets.contains(records(1, 8).getFirst()));
        records(1, 9, 10).forEach(offsets::add);
        offsets.end(more);

        assertEquals(Map.of(1, new OffsetRange(5, 12)), offsets.ranges());
        // 7, 8 and 11
        assertEquals(new OtherOffsets.Counts(0, 3, 0),
                offsets.inGaps(asked -> Map.of()).count(1, new OffsetRange(5, 12), 4));
    }

    @Test
    void aRecordOfAPartitionWithoutARangeIsAnError() {
        CoveredOffsets offsets = new CoveredOffsets();

        assertThrows(IllegalArgumentException.class, () -> offsets.add(records(3, 1).getFirst()));
    }
}
