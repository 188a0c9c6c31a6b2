package io.millrace.ingest.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.StreamProvisioner;
import io.millrace.contracts.schema.StreamName;
import io.smallrye.config.Config;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks at topics from outside of the service, and makes streams as an operator would. */
public final class TopicProbe implements AutoCloseable {
    private final Map<String, Object> connection;
    private final KafkaConsumer<byte[], byte[]> consumer;

    public TopicProbe() {
        connection = Map.of("bootstrap.servers", setting("kafka.bootstrap.servers"));
        consumer = new KafkaConsumer<>(connection, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The sum of the end offsets of the topic's partitions. */
    public long end(String topic) {
        return consumer.endOffsets(partitions(topic)).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Every record of the topic, by partition and offset. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<TopicPartition> partitions = partitions(topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    /** The names of all topics. */
    public Set<String> topics() {
        return consumer.listTopics().keySet();
    }

    /** Creates a topic that is of no stream. */
    public void create(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(connection)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    /** How many partitions the topic has. */
    public int partitionCount(String topic) {
        return partitions(topic).size();
    }

    /** A setting of the topic. */
    public String config(String topic, String name) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(connection)) {
            return Objects.requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource)).get(name)
                    .value();
        }
    }

    /** Creates a stream with the given schema. */
    public void provision(StreamName stream, String avsc) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(connection)) {
            new StreamProvisioner(new ApicurioContractRegistry(setting("millrace.registry.url")), admin,
                    new StreamProvisioner.TopicSettings(3, (short) 1, 1)).provision(stream, avsc);
        }
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream().map(p -> new TopicPartition(topic, p.partition())).toList();
    }

    private static String setting(String name) {
        return Config.get().getValue(name, String.class);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
