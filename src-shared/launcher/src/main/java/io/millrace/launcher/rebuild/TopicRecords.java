package io.millrace.launcher.rebuild;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.LauncherException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The records that Kafka still has of a stream, up to those that were there at the start. */
public final class TopicRecords implements RecordSource {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TIMEOUT_MILLIS = 10_000;

    private final StreamName stream;
    private final TimeWindow window;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    private final long expected;

    /**
     * @throws LauncherException
     *             when Kafka has no such topic
     */
    public TopicRecords(String bootstrapServers, StreamName stream, TimeWindow window) {
        this.stream = stream;
        this.window = window;
        this.consumer = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS), new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        boolean complete = false;
        try {
            var known = consumer.listTopics().get(stream.topic());
            if (known == null) {
                throw new LauncherException("Kafka at " + bootstrapServers + " has no topic " + stream.topic()
                        + ". Name the brokers with --bootstrap-servers.");
            }
            List<TopicPartition> partitions = known.stream()
                    .map(partition -> new TopicPartition(stream.topic(), partition.partition())).toList();
            this.ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            this.expected = seek(partitions);
            complete = true;
        } finally {
            if (!complete) {
                consumer.close();
            }
        }
    }

    /** To the first record of the window in each partition; returns the number of offsets from there to the ends. */
    private long seek(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> from = new HashMap<>(consumer.beginningOffsets(partitions));
        if (window.hasBegin()) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, window.since()));
            consumer.offsetsForTimes(times).forEach((partition, found) -> from.put(partition,
                    found == null ? ends.getOrDefault(partition, 0L) : (Long) found.offset()));
        }
        from.forEach(consumer::seek);
        return partitions.stream()
                .mapToLong(p -> Math.max(0, ends.getOrDefault(p, 0L) - from.getOrDefault(p, 0L))).sum();
    }

    @Override
    public long expected() {
        return expected;
    }

    @Override
    public void read(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        long progressAt = System.nanoTime();
        long position = -1;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (window.has(record)) {
                    sink.accept(record);
                }
            }
            long now = ends.keySet().stream().mapToLong(consumer::position).sum();
            if (now > position) {
                position = now;
                progressAt = System.nanoTime();
            } else if (System.nanoTime() - progressAt > PATIENCE.toNanos()) {
                throw new LauncherException("Kafka returned no more records of " + stream.topic() + " for "
                        + PATIENCE.toSeconds() + " s. Look at the log of the broker, then run the command again.");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
