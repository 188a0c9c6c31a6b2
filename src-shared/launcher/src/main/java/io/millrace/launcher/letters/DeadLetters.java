package io.millrace.launcher.letters;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.topic.KafkaTopic;
import io.millrace.launcher.topic.TopicRangeReader;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** Reads the dead letters of a stream without consuming them. */
public final class DeadLetters {
    private DeadLetters() {}

    /**
     * The newest letters, oldest first; a letter that was written twice after a crash is there twice.
     *
     * @throws LauncherException
     *             when Kafka does not answer, or has no such topic
     */
    public static List<ConsumerRecord<byte[], byte[]>> newest(String bootstrapServers, StreamName stream, int limit) {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (TopicRangeReader topic = new TopicRangeReader(bootstrapServers, stream.deadLetterTopic())) {
            Map<Integer, OffsetRange> ends = new HashMap<>();
            topic.bounds().forEach((partition, bounds) -> ends.put(partition,
                    new OffsetRange(Math.max(bounds.from(), bounds.until() - limit), bounds.until())));
            topic.read(ends, letters::add);
        } catch (KafkaException e) {
            throw KafkaTopic.noAnswer(bootstrapServers, e);
        }
        letters.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                .thenComparingLong(ConsumerRecord::offset));
        return letters.subList(Math.max(0, letters.size() - limit), letters.size());
    }
}
