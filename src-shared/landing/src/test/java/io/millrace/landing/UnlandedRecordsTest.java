package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class UnlandedRecordsTest {
    private final UnlandedRecords read = new UnlandedRecords(List.of(record(0, 3), record(1, 7), record(0, 5)),
            Map.of(0, new OffsetRange(2, 6), 1, new OffsetRange(7, 9)));

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
        return new ConsumerRecord<>("t", partition, offset, new byte[0], new byte[0]);
    }

    private static List<String> coordinates(UnlandedRecords records) {
        return records.records().stream().map(record -> record.partition() + "/" + record.offset()).toList();
    }

    @Test
    void whatIsBelowAWatermarkIsLeftOut() {
        UnlandedRecords rest = read.from(Map.of(0, 4L, 1, 0L));

        assertEquals(List.of("1/7", "0/5"), coordinates(rest));
        assertEquals(Map.of(0, new OffsetRange(4, 6), 1, new OffsetRange(7, 9)), rest.ranges());
    }

    @Test
    void aPartitionWhoseWatermarkIsAtTheEndHasNoRange() {
        UnlandedRecords rest = read.from(Map.of(0, 6L, 1, 7L));

        assertEquals(List.of("1/7"), coordinates(rest));
        assertEquals(Map.of(1, new OffsetRange(7, 9)), rest.ranges());
    }

    @Test
    void aPartitionWithoutAnOffsetIsLeftOut() {
        assertEquals(List.of("1/7"), coordinates(read.from(Map.of(1, 0L))));
        assertTrue(read.from(Map.of()).isEmpty());
    }

    @Test
    void nothingIsCopiedWhenAllIsAbove() {
        assertSame(read, read.from(Map.of(0, 2L, 1, 7L)));
    }
}
