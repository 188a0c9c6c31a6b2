package io.millrace.launcher.audit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import io.millrace.launcher.local.LauncherException;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads ranges of one topic, as often as needed, without consuming them. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TIMEOUT_MILLIS = 10_000;

    private final String topic;
    private final String id;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /**
     * @throws LauncherException
     *             when Kafka does not answer, or has no such topic
     */
    TopicReader(String bootstrapServers, String topic) {
        this.topic = topic;
        Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        try (Admin admin = Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS))) {
            var description = admin.describeTopics(List.of(topic)).allTopicNames().get().values().iterator().next();
            this.id = description.topicId().toString();
            this.partitions = description.partitions().stream().map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new LauncherException("Kafka at " + bootstrapServers + " has no topic " + topic
                        + ". Name the brokers with --bootstrap-servers.", e);
            }
            throw new LauncherException("Kafka at " + bootstrapServers + " does not answer (" + e.getCause()
                    + "). Start it, or name the brokers with --bootstrap-servers.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while Kafka was asked for topic " + topic + ".", e);
        }
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Kafka's id of the topic. */
    String id() {
        return id;
    }

    /** The offsets that can be read now, by partition. */
    Map<Integer, OffsetRange> bounds() {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<Integer, OffsetRange> bounds = new HashMap<>();
        consumer.endOffsets(partitions).forEach((partition, end) -> {
            long begin = begins.getOrDefault(partition, 0L);
            bounds.put(partition.partition(), new OffsetRange(begin, Math.max(begin, end)));
        });
        return bounds;
    }

    /** The first offset with this timestamp or a later one, by partition; absent where there is none. */
    Map<Integer, Long> offsetsAt(long millis) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, millis));
        Map<Integer, Long> offsets = new HashMap<>();
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                offsets.put(partition.partition(), found.offset());
            }
        });
        return offsets;
    }

    /** Gives out the records of these ranges; those that Kafka deletes meanwhile are left out. */
    void read(Map<Integer, OffsetRange> ranges, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Map<TopicPartition, Long> left = new HashMap<>();
        ranges.forEach((partition, range) -> {
            if (range.from() < range.until()) {
                left.put(new TopicPartition(topic, partition), range.until());
            }
        });
        consumer.assign(left.keySet());
        left.keySet().forEach(p -> consumer.seek(p, from(ranges, p)));
        long progressAt = System.nanoTime();
        while (!left.isEmpty()) {
            var records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Long until = left.get(new TopicPartition(topic, record.partition()));
                if (until != null && record.offset() < until) {
                    sink.accept(record);
                }
            }
            if (left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue())) {
                consumer.assign(left.keySet());
            } else if (records.isEmpty() && System.nanoTime() - progressAt > PATIENCE.toNanos()) {
                throw new LauncherException("Kafka returned no more records of " + topic + " for "
                        + PATIENCE.toSeconds() + " s. Look at the log of the broker, then run the command again.");
            }
            progressAt = records.isEmpty() ? progressAt : System.nanoTime();
        }
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
