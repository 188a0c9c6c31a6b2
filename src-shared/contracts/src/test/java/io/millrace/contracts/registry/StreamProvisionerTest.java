package io.millrace.contracts.registry;

import static io.millrace.contracts.testing.Avsc.field;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.Records;
import io.millrace.contracts.testing.RunningStack;
import io.millrace.devstack.DevStack;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("process")
@ExtendWith(RunningStack.class)
class StreamProvisionerTest {
    private static final String SECOND = Avsc.of(field("a", "'int'", "1"));

    private final StreamName stream = new StreamName("s-" + UUID.randomUUID());
    private final String bootstrap;
    private final Admin admin;
    private final ContractRegistry registry;
    private final StreamProvisioner provisioner;

    StreamProvisionerTest(DevStack stack) {
        bootstrap = stack.bootstrapServers();
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        registry = new ApicurioContractRegistry(stack.registryUrl());
        provisioner = new StreamProvisioner(registry, admin,
                new StreamProvisioner.TopicSettings(2, (short) 1, 1));
    }

    @AfterEach
    void close() {
        admin.close(Duration.ZERO);
    }

    @Test
    void streamHasItsTopicsAndItsContract() throws Exception {
        // when
        Contract contract = provisioner.provision(stream, Avsc.of());
        // then
        assertEquals(2, partitions(stream.topic()));
        assertEquals(1, partitions(stream.deadLetterTopic()));
        assertEquals("1", config(stream.topic(), "min.insync.replicas"));
        assertEquals(contract.contentId(), registry.versions(stream).getFirst().contentId());
    }

    @Test
    void provisioningAgainChangesNothing() {
        Contract first = provisioner.provision(stream, Avsc.of());
        assertEquals(first, provisioner.provision(stream, Avsc.of()));
        assertEquals(1, registry.versions(stream).size());
    }

    @Test
    void additiveSchemaIsTheNextVersion() {
        provisioner.provision(stream, Avsc.of());
        Contract second = provisioner.provision(stream, SECOND);
        assertEquals(stream + "/2", second.title());
        assertEquals(List.of(1, 2), registry.versions(stream).stream().map(v -> v.version()).toList());
    }

    @Test
    void refusedSchemaChangesNothing() throws Exception {
        // given
        provisioner.provision(stream, SECOND);
        // when
        var thrown = assertThrows(ContractException.class, () -> provisioner.provision(stream, Avsc.of()));
        // then
        assertTrue(String.valueOf(thrown.getMessage()).contains("/fields/a: field was removed"), thrown::getMessage);
        assertEquals(1, registry.versions(stream).size());
        var other = new StreamName("s-" + UUID.randomUUID());
        assertThrows(ContractException.class, () -> provisioner.provision(other, "{"));
        assertFalse(admin.listTopics().names().get().contains(other.topic()));
    }

    @Test
    void brokerThatCannotMakeTheTopicIsNamedAndTheStreamIsNotSeen() {
        // given more replicas than there are brokers
        var demanding = new StreamProvisioner(registry, admin,
                new StreamProvisioner.TopicSettings(1, (short) 3, 2));
        // when
        var thrown = assertThrows(IllegalStateException.class, () -> demanding.provision(stream, Avsc.of()));
        // then
        assertTrue(String.valueOf(thrown.getMessage()).startsWith("Could not create the Kafka topic " + stream),
                thrown::getMessage);
        assertEquals(List.of(), registry.versions(stream));
    }

    @Test
    void letterOfTheLargestRecordThatABrokerTakesFitsItsTopic() throws Exception {
        // given
        provisioner.provision(stream, Avsc.of());
        byte[] value = new byte[1_040_000];
        new Random(7).nextBytes(value);
        var letter = new DeadLetter(Records.record("k", value), DeadLetter.Reason.UNDECODABLE, "d".repeat(20_000));
        // when
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap, "acks", "all", "max.request.size",
                        StreamProvisioner.DEAD_LETTER_MAX_BYTES),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            new DeadLetterTopic(producer).write(stream, "topic-1", List.of(letter));
        }
        // then
        assertArrayEquals(value, first(stream.deadLetterTopic()));
    }

    @Test
    void statesOfAStreamAreKeptInTheRegistry() {
        provisioner.provision(stream, Avsc.of());
        for (StreamState state : List.of(new StreamState.Active(0), new StreamState.Deleting(
                StreamState.Data.KEEP_UNLESS_EMPTY, Instant.parse("2026-01-02T03:04:05Z"), 0), new StreamState.Kept(3),
                new StreamState.Deleted(4), new StreamState.Active(5))) {
            registry.record(stream, state);
            assertEquals(state, registry.state(stream));
            assertEquals(state, registry.streams().get(stream));
        }
        var other = new StreamName("s-" + UUID.randomUUID());
        registry.record(other, new StreamState.Deleted(0));
        assertEquals(new StreamState.Active(0), registry.state(other));
    }

    @Test
    void keptStreamIsActiveAgainWithAnAdditiveContractOnly() {
        // given
        provisioner.provision(stream, SECOND);
        registry.record(stream, new StreamState.Kept(0));
        // when, then
        assertThrows(ContractException.class, () -> provisioner.provision(stream, Avsc.of()));
        assertEquals(new StreamState.Kept(0), registry.state(stream));
        assertEquals(stream + "/1", provisioner.provision(stream, SECOND).title());
        assertEquals(new StreamState.Active(0), registry.state(stream));
    }

    @Test
    void deletedStreamStartsWithAnyContractAndTheRuleHoldsFromThere() {
        // given
        Contract first = provisioner.provision(stream, SECOND);
        registry.record(stream, new StreamState.Deleted(0));
        // when
        Contract again = provisioner.provision(stream, Avsc.of(field("b", "'string'")));
        // then
        assertEquals(stream + "/1", again.title());
        assertEquals(new StreamState.Active(1), registry.state(stream));
        assertEquals(List.of(again.contentId()),
                registry.versions(stream).stream().map(ContractRegistry.RegisteredSchema::contentId).toList());
        assertNotEquals(first.contentId(), again.contentId());
        assertThrows(ContractException.class, () -> provisioner.provision(stream, SECOND));
        assertThrows(RegistryUnavailableException.class, () -> registry.register(stream, SECOND));
    }

    @Test
    void deletedStreamMayHaveTheSameContractAgain() {
        provisioner.provision(stream, SECOND);
        registry.record(stream, new StreamState.Deleted(0));
        assertEquals(stream + "/1", provisioner.provision(stream, SECOND).title());
        assertEquals(1, registry.versions(stream).size());
    }

    @Test
    void streamThatIsBeingDeletedTakesNoContract() {
        provisioner.provision(stream, SECOND);
        registry.record(stream, new StreamState.Deleting(StreamState.Data.DELETE, Instant.EPOCH, 0));
        var thrown = assertThrows(ContractException.class, () -> provisioner.provision(stream, SECOND));
        assertTrue(String.valueOf(thrown.getMessage()).contains("the deletion of the stream began"),
                thrown::getMessage);
    }

    private byte[] first(String topic) {
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", bootstrap),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return consumer.poll(Duration.ofSeconds(10)).iterator().next().value();
        }
    }

    private int partitions(String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).topicNameValues().values().iterator().next().get().partitions()
                .size();
    }

    private String config(String topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().values().iterator().next().get(name).value();
    }
}
