package io.millrace.bench.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.millrace.bench.chaos.fault.Cluster;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.topic.KafkaTopic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;

/** Asks Kafka, past all proxies. */
final class KafkaCluster implements Cluster, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int API_MILLIS = 5_000;
    private static final String BROKER = "broker-";

    private final String bootstrapServers;
    private final Admin admin;

    KafkaCluster(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, API_MILLIS));
    }

    /** The name of the process of a node. */
    static String broker(int nodeId) {
        return BROKER + nodeId;
    }

    @Override
    public String leader(int partition) {
        return Deadline.of(PATIENCE).get("partition " + partition + " has a leader", () -> {
            Node leader = topic().partitions().get(partition).leader();
            if (leader == null || leader.isEmpty()) {
                throw new LauncherException("partition " + partition + " has none");
            }
            return broker(leader.id());
        });
    }

    @Override
    public int partitions() {
        return Deadline.of(PATIENCE).get("Kafka describes the topic", () -> topic().partitions().size());
    }

    @Override
    public String controller() {
        return Deadline.of(PATIENCE).get("Kafka has a controller",
                () -> broker(ask(admin.describeMetadataQuorum().quorumInfo()).leaderId()));
    }

    private TopicDescription topic() {
        return ask(admin.describeTopics(List.of(ChaosSystem.STREAM.topic())).allTopicNames()).values().iterator()
                .next();
    }

    private <T> T ask(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw KafkaTopic.noAnswer(bootstrapServers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Kafka was asked", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
