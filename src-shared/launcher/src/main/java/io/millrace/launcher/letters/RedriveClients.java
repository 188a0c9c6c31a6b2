package io.millrace.launcher.letters;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.millrace.launcher.local.LauncherException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka clients of a redrive. */
public final class RedriveClients {
    private static final int TIMEOUT_MILLIS = 5_000;

    private RedriveClients() {}

    /**
     * Kafka's id of a topic.
     *
     * @throws LauncherException
     *             when Kafka does not answer, or has no such topic
     */
    public static String topicId(String bootstrapServers, String topic) {
        Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        Admin admin = Admin.create(settings);
        try {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().values().iterator().next().topicId()
                    .toString();
        } catch (ExecutionException e) {
            throw new LauncherException("Kafka at " + bootstrapServers + " does not know the topic " + topic + " ("
                    + e.getCause() + "). Name the brokers with --bootstrap-servers.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    /** A producer that does not lose, double or reorder records. */
    public static Producer<byte[], byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4", ProducerConfig.LINGER_MS_CONFIG, 5,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.MAX_VALUE), new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
