package io.millrace.launcher.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.millrace.landing.RangePoll;
import io.millrace.launcher.local.LauncherException;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads ranges of one topic, as often as needed, without consuming them. */
public final class TopicRangeReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final KafkaTopic topic;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * @throws LauncherException
     *             when Kafka does not answer, or has no such topic
     */
    public TopicRangeReader(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = KafkaTopic.of(bootstrapServers, topic);
        this.consumer = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, KafkaTopic.TIMEOUT_MILLIS,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, KafkaTopic.TIMEOUT_MILLIS), new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Kafka's id of the topic. */
    public String id() {
        return topic.id();
    }

    /** The offsets that can be read now, by partition. */
    public Map<Integer, OffsetRange> bounds() {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(topic.partitions());
        Map<Integer, OffsetRange> bounds = new HashMap<>();
        consumer.endOffsets(topic.partitions()).forEach((partition, end) -> {
            long begin = begins.getOrDefault(partition, 0L);
            bounds.put(partition.partition(), new OffsetRange(begin, Math.max(begin, end)));
        });
        return bounds;
    }

    /** The offsets from the first record of a window to the end of each partition; empty ranges are left out. */
    public Map<Integer, OffsetRange> from(TimeWindow window) {
        Map<Integer, Long> begins = window.hasBegin() ? offsetsAt(window.since()) : Map.of();
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        bounds().forEach((partition, bounds) -> {
            long begin = window.hasBegin() ? begins.getOrDefault(partition, bounds.until()) : bounds.from();
            if (begin < bounds.until()) {
                ranges.put(partition, new OffsetRange(begin, bounds.until()));
            }
        });
        return ranges;
    }

    /** The first offset with this timestamp or a later one, by partition; absent where there is none. */
    public Map<Integer, Long> offsetsAt(long millis) {
        Map<TopicPartition, Long> times = new HashMap<>();
        topic.partitions().forEach(partition -> times.put(partition, millis));
        Map<Integer, Long> offsets = new HashMap<>();
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                offsets.put(partition.partition(), found.offset());
            }
        });
        return offsets;
    }

    /**
     * Gives out the records of these ranges; those that Kafka deletes meanwhile are left out.
     *
     * @throws LauncherException
     *             when Kafka does not give the records in time, or the topic was deleted and created again meanwhile: then some of
     *             the records may be of the new one
     */
    public void read(Map<Integer, OffsetRange> ranges, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Map<TopicPartition, Long> left = new HashMap<>();
        ranges.forEach((partition, range) -> {
            if (range.from() < range.until()) {
                left.put(new TopicPartition(topic.name(), partition), range.until());
            }
        });
        consumer.assign(left.keySet());
        left.keySet().forEach(p -> consumer.seek(p, from(ranges, p)));
        long progressAt = System.nanoTime();
        while (!left.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = poll();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Long until = left.get(new TopicPartition(topic.name(), record.partition()));
                if (until != null && record.offset() < until) {
                    sink.accept(record);
                }
            }
            if (left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue())) {
                consumer.assign(left.keySet());
            } else if (records.isEmpty() && System.nanoTime() - progressAt > PATIENCE.toNanos()) {
                throw new LauncherException("Kafka returned no more records of " + topic.name() + " for "
                        + PATIENCE.toSeconds() + " s. Look at the log of the broker, then run the command again.");
            }
            progressAt = records.isEmpty() ? progressAt : System.nanoTime();
        }
        if (!KafkaTopic.of(bootstrapServers, topic.name()).id().equals(topic.id())) {
            throw replaced();
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return RangePoll.poll(consumer, POLL);
        } catch (OffsetOutOfRangeException e) {
            throw replaced();
        }
    }

    private LauncherException replaced() {
        return new LauncherException("Topic " + topic.name() + " was deleted and created again while it was read, or"
                + " Kafka lost records of it. Run the command again.");
    }

    private static long from(Map<Integer, OffsetRange> ranges, TopicPartition partition) {
        OffsetRange range = ranges.get(partition.partition());
        return range == null ? 0 : range.from();
    }

    @Override
    public void close() {
        try {
            consumer.close();
        } catch (KafkaException e) {
            throw new LauncherException("The connection to Kafka could not be closed (" + e.getMessage() + ").", e);
        }
    }
}
