package io.millrace.landing.lag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class OldestRecordsTest {
    private static final TopicPartition FIRST = new TopicPartition("visits", 0);
    private static final TopicPartition SECOND = new TopicPartition("visits", 1);

    private final AtomicInteger polls = new AtomicInteger();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final OldestRecords records = new OldestRecords(() -> consumer);

    private void holds(TopicPartition partition, long offset, long timestamp) {
        consumer.schedulePollTask(() -> {
            polls.incrementAndGet();
            consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, timestamp,
                    TimestampType.CREATE_TIME, 0, 0, new byte[0], new byte[0], new RecordHeaders(), Optional.empty()));
        });
    }

    @Test
    void theOldestOfTheFirstRecordsOfAllPartitionsCountsAndIsReadOnce() {
        holds(FIRST, 3, 5_000);
        holds(SECOND, 7, 4_000);
        Map<Integer, OffsetRange> ranges = Map.of(0, new OffsetRange(3, 9), 1, new OffsetRange(5, 9));

        assertEquals(OptionalLong.of(4_000), records.timestamp("id", "visits", ranges));
        assertEquals(OptionalLong.of(4_000), records.timestamp("id", "visits", ranges));
        assertEquals(2, polls.get());
    }

    @Test
    void afterAMergeTheNextRecordIsReadAndAnotherTopicIsReadAgain() {
        holds(FIRST, 3, 5_000);
        assertEquals(OptionalLong.of(5_000), records.timestamp("id", "visits", Map.of(0, new OffsetRange(3, 9))));
        holds(FIRST, 6, 8_000);
        assertEquals(OptionalLong.of(8_000), records.timestamp("id", "visits", Map.of(0, new OffsetRange(6, 9))));
        holds(FIRST, 6, 1_000);
        assertEquals(OptionalLong.of(1_000), records.timestamp("other", "visits", Map.of(0, new OffsetRange(6, 9))));
    }

    @Test
    void withoutRangesThereIsNoOldestRecordAndNoRequest() {
        assertEquals(OptionalLong.empty(), records.timestamp("id", "visits", Map.of()));
        assertEquals(0, polls.get());
    }
}
