package io.millrace.launcher.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.millrace.launcher.local.LauncherException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic of the demo, read from outside the services. */
final class DemoTopic implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    DemoTopic(String bootstrapServers, String name) {
        this.name = name;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false, "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Kafka's id of the topic. */
    String id() {
        try {
            return admin.describeTopics(List.of(name)).allTopicNames().get().values().iterator().next().topicId()
                    .toString();
        } catch (ExecutionException e) {
            throw new LauncherException("Kafka does not describe the topic " + name + " (" + e.getCause()
                    + "). Look at the log of the broker.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while asking Kafka about the topic " + name, e);
        }
    }

    /** The next offset of every partition. */
    Map<Integer, Long> endOffsets() {
        Map<Integer, Long> ends = new TreeMap<>();
        consumer.endOffsets(partitions()).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    /** Hands out every record that is there now, each partition from its beginning. */
    void readAll(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        List<TopicPartition> partitions = partitions();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Instant deadline = Instant.now().plus(PATIENCE);
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            if (Instant.now().isAfter(deadline)) {
                throw new LauncherException("The topic " + name + " could not be read to its end within "
                        + PATIENCE.toSeconds() + " s. Look at the log of the broker.");
            }
            consumer.poll(POLL).forEach(sink);
        }
    }

    private List<TopicPartition> partitions() {
        return consumer.partitionsFor(name).stream().map(p -> new TopicPartition(name, p.partition()))
                .collect(Collectors.toList());
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
