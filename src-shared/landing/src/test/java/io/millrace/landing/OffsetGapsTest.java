package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class OffsetGapsTest {
    private static List<ConsumerRecord<byte[], byte[]>> records(int partition, int... offsets) {
        return IntStream.of(offsets)
                .mapToObj(offset -> new ConsumerRecord<>("t", partition, offset, new byte[0], new byte[0])).toList();
    }

    @Test
    void aRangeThatIsFullOfRecordsHasNoGap() {
        OffsetGaps gaps = OffsetGaps.of(records(1, 5, 6, 7), Map.of(1, new OffsetRange(5, 8)));

        assertEquals(Set.of(), gaps.partitions());
    }

    @Test
    void gapsAreFoundBeforeBetweenAndAfterRecordsAndInARangeWithoutAny() {
        OffsetGaps gaps = OffsetGaps.of(records(1, 7, 8, 11),
                Map.of(1, new OffsetRange(5, 13), 2, new OffsetRange(0, 4)));

        assertEquals(Set.of(1, 2), gaps.partitions());
        // two before, two between, one after the records of one partition, and four of the other
        assertEquals(9, gaps.deleted(Map.of(1, 13L, 2, 4L)));
    }

    @Test
    void onlyWhatLiesBelowTheBeginningOfThePartitionWasDeleted() {
        OffsetGaps gaps = OffsetGaps.of(records(1, 7, 8, 11), Map.of(1, new OffsetRange(5, 13)));

        assertEquals(0, gaps.deleted(Map.of()));
        assertEquals(0, gaps.deleted(Map.of(1, 5L)));
        assertEquals(2, gaps.deleted(Map.of(1, 7L)));
        assertEquals(3, gaps.deleted(Map.of(1, 10L)));
    }
}
