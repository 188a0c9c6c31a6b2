package io.millrace.bench.ingest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning to the end that it has now. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    TopicReader(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic).stream().map(p -> new TopicPartition(topic, p.partition())).toList();
    }

    /** Hands out every record until one is answered with false; fails when nothing comes for a minute. */
    void read(Predicate<ConsumerRecord<byte[], byte[]>> wantsMore) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        long last = System.nanoTime();
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            ConsumerRecords<byte[], byte[]> some = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : some) {
                if (!wantsMore.test(record)) {
                    return;
                }
            }
            last = some.isEmpty() ? last : System.nanoTime();
            if (System.nanoTime() - last > PATIENCE.toNanos()) {
                throw new IllegalStateException("The broker gives no more records before the end of " + partitions);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
