package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RangePollTest {
    private static final TopicPartition PARTITION = new TopicPartition("visits", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

    @BeforeEach
    void aPartitionOfOffsets40To100() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 40L));
        consumer.updateEndOffsets(Map.of(PARTITION, 100L));
    }

    private void outOfRange(long offset) {
        consumer.seek(PARTITION, offset);
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(PARTITION, offset)));
    }

    @Test
    void deletedRecordsArePassedOver() {
        outOfRange(10);

        assertEquals(0, RangePoll.poll(consumer, Duration.ZERO).count());
        assertEquals(40, consumer.position(PARTITION));
    }

    @Test
    void anOffsetBeyondTheEndIsRefused() {
        outOfRange(200);

        assertEquals(Map.of(PARTITION, 200L), assertThrows(OffsetOutOfRangeException.class,
                () -> RangePoll.poll(consumer, Duration.ZERO)).offsetOutOfRangePartitions());
    }
}
