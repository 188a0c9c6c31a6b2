package io.millrace.launcher.letters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.LauncherException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the dead letters of a stream without consuming them. */
public final class DeadLetters {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TIMEOUT_MILLIS = 5_000;

    private DeadLetters() {}

    /**
     * The newest letters, oldest first; a letter that was written twice after a crash is there twice.
     *
     * @throws LauncherException
     *             when Kafka does not answer, or has no such topic
     */
    public static List<ConsumerRecord<byte[], byte[]>> newest(String bootstrapServers, StreamName stream, int limit) {
        Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        String topic = stream.deadLetterTopic();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var known = consumer.listTopics().get(topic);
            if (known == null) {
                throw new LauncherException("Kafka at " + bootstrapServers + " has no topic " + topic
                        + ". The topic is made with its stream; check the name of the stream.");
            }
            List<TopicPartition> partitions = known.stream().map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            return newest(consumer, partitions, limit);
        } catch (KafkaException e) {
            throw new LauncherException("Kafka at " + bootstrapServers + " does not answer (" + e
                    + "). Check that it runs: ./millrace status; another one is named with --bootstrap-servers.", e);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> newest(KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions, int limit) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        consumer.assign(partitions);
        partitions.forEach(p -> consumer.seek(p,
                Math.max(begins.getOrDefault(p, 0L), ends.getOrDefault(p, 0L) - limit)));
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        Instant deadline = Instant.now().plus(PATIENCE);
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            if (Instant.now().isAfter(deadline)) {
                throw new LauncherException("The dead letters could not be read to their end within "
                        + PATIENCE.toSeconds() + " s. Look at the log of the broker.");
            }
            consumer.poll(POLL).forEach(letters::add);
        }
        letters.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                .thenComparingLong(ConsumerRecord::offset));
        return letters.subList(Math.max(0, letters.size() - limit), letters.size());
    }
}
