package io.millrace.landing;

import java.time.Duration;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * The polls of consumers that read ranges of offsets and reset none by themselves ({@code auto.offset.reset=none}): the first offset
 * of a topic that was created again is below the range.
 */
public final class RangePoll {
    private RangePoll() {}

    /**
     * Polls, and passes over records that Kafka has deleted.
     *
     * @throws OffsetOutOfRangeException
     *             when a partition ends below the offset that is to be read, though its end was beyond it: the topic was deleted and
     *             created again, or Kafka lost records
     */
    public static <K, V> ConsumerRecords<K, V> poll(Consumer<K, V> consumer, Duration time) {
        try {
            return consumer.poll(time);
        } catch (OffsetOutOfRangeException e) {
            Map<TopicPartition, Long> outside = e.offsetOutOfRangePartitions();
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(outside.keySet());
            outside.forEach((partition, offset) -> {
                long begin = begins.getOrDefault(partition, 0L);
                if (begin <= offset) {
                    throw e;
                }
                consumer.seek(partition, begin);
            });
            return ConsumerRecords.empty();
        }
    }
}
