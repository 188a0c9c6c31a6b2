package io.millrace.launcher.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.millrace.launcher.local.LauncherException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic as Kafka describes it.
 *
 * @param name
 *            its name
 * @param id
 *            Kafka's id of it
 * @param partitions
 *            its partitions
 */
public record KafkaTopic(String name, String id, List<TopicPartition> partitions) {
    /** The time for one answer of Kafka, in milliseconds. */
    static final int TIMEOUT_MILLIS = 30_000;

    /**
     * Asks Kafka for a topic.
     *
     * @throws LauncherException
     *             when Kafka does not answer, or has no such topic
     */
    public static KafkaTopic of(String bootstrapServers, String topic) {
        Admin admin = admin(bootstrapServers);
        try {
            var found = admin.describeTopics(List.of(topic)).allTopicNames().get().values().iterator().next();
            return new KafkaTopic(topic, found.topicId().toString(), found.partitions().stream()
                    .map(TopicPartitionInfo::partition).map(partition -> new TopicPartition(topic, partition))
                    .toList());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new LauncherException("Kafka at " + bootstrapServers + " has no topic " + topic
                        + ". The topic is made with its stream: check the name of the stream, or name other brokers"
                        + " with --bootstrap-servers.", e);
            }
            throw noAnswer(bootstrapServers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while Kafka was asked for topic " + topic + ".", e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static Admin admin(String bootstrapServers) {
        try {
            return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS));
        } catch (KafkaException e) { // No host of this name, for example.
            throw noAnswer(bootstrapServers, e);
        }
    }

    /** Kafka gave no answer, or none in time. */
    public static LauncherException noAnswer(String bootstrapServers, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new LauncherException("Kafka at " + bootstrapServers + " does not answer (" + cause.getMessage()
                + "). Check it with ./millrace status, or name other brokers with --bootstrap-servers.", failure);
    }
}
