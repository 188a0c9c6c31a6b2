package io.millrace.bench.chaos;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.millrace.bench.chaos.fault.Cluster;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.topic.KafkaTopic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** Asks Kafka, past all proxies. */
final class KafkaCluster implements Cluster, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int API_MILLIS = 5_000;
    private static final String BROKER = "broker-";
    private static final String GROUP = "millrace-stream";

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

    @Override
    public void resetOffsets(boolean end) {
        // While Kafka takes a writer for a member still, it refuses.
        Deadline.of(PATIENCE).until("Kafka has reset the offsets of " + GROUP, () -> {
            OffsetSpec spec = end ? OffsetSpec.latest() : OffsetSpec.earliest();
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            for (TopicPartitionInfo partition : topic().partitions()) {
                wanted.put(new TopicPartition(ChaosSystem.STREAM.topic(), partition.partition()), spec);
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            ask(admin.listOffsets(wanted).all())
                    .forEach((partition, at) -> offsets.put(partition, new OffsetAndMetadata(at.offset())));
            ask(admin.alterConsumerGroupOffsets(GROUP, offsets).all());
            return true;
        });
    }

    /** Deletes the topic of events, and creates it again with the settings that it had. */
    void replaceTopic(long awayMillis) throws InterruptedException {
        String name = ChaosSystem.STREAM.topic();
        NewTopic again = Deadline.of(PATIENCE).get("Kafka describes the topic", this::asItIs);
        Deadline.of(PATIENCE).until("Kafka has deleted the topic", () -> {
            if (exists(name)) {
                ask(admin.deleteTopics(List.of(name)).all());
            }
            return !exists(name);
        });
        Thread.sleep(awayMillis);
        Deadline.of(PATIENCE).until("Kafka has created the topic", () -> {
            if (!exists(name)) {
                ask(admin.createTopics(List.of(again)).all());
            }
            return exists(name);
        });
    }

    /** Adds partitions to the topic of events. */
    void addPartitions(int more) throws InterruptedException {
        int wanted = partitions() + more;
        Deadline.of(PATIENCE).until("Kafka has added partitions", () -> {
            if (topic().partitions().size() < wanted) {
                ask(admin.createPartitions(Map.of(ChaosSystem.STREAM.topic(), NewPartitions.increaseTo(wanted))).all());
            }
            return topic().partitions().size() == wanted;
        });
    }

    private NewTopic asItIs() {
        TopicDescription now = topic();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, now.name());
        Map<String, String> settings = new HashMap<>();
        for (Config config : ask(admin.describeConfigs(List.of(resource)).all()).values()) {
            config.entries().stream().filter(entry -> entry.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG)
                    .forEach(entry -> settings.put(entry.name(), entry.value()));
        }
        return new NewTopic(now.name(), now.partitions().size(),
                (short) now.partitions().getFirst().replicas().size()).configs(settings);
    }

    private boolean exists(String name) {
        return ask(admin.listTopics().names()).contains(name);
    }

    /** Deletes the records below these offsets, as retention does. */
    boolean deleteRecords(Map<Integer, Long> begins) {
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        begins.forEach((partition, begin) -> deletions.put(
                new TopicPartition(ChaosSystem.STREAM.topic(), partition), RecordsToDelete.beforeOffset(begin)));
        ask(admin.deleteRecords(deletions).all());
        return true;
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
