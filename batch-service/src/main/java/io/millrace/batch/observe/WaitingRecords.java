package io.millrace.batch.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the times of records at given offsets, for all topics with one consumer. */
@Singleton
class WaitingRecords {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Kafka returns one batch of a partition whatever its size. */
    private static final int LEAST_BYTES = 1;

    private final Map<String, Object> connection;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    WaitingRecords(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        this.connection = connection;
    }

    /** The times of the first record at each of these offsets or later; without those that Kafka does not return in 2 s. */
    synchronized Map<TopicPartition, Instant> times(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Instant> times = new HashMap<>();
        if (offsets.isEmpty()) {
            return times;
        }
        KafkaConsumer<byte[], byte[]> reader = consumer == null ? open() : consumer;
        consumer = reader;
        reader.assign(offsets.keySet());
        offsets.forEach(reader::seek);
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (times.size() < offsets.size() && System.nanoTime() < until) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                times.putIfAbsent(partition, Instant.ofEpochMilli(record.timestamp()));
                reader.pause(java.util.List.of(partition));
            }
        }
        reader.unsubscribe();
        return times;
    }

    private KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.keySet().retainAll(ConsumerConfig.configNames());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, LEAST_BYTES);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @PreDestroy
    synchronized void close() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }
}
