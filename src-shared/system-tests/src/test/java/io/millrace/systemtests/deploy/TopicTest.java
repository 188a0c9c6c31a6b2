package io.millrace.systemtests.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.millrace.contracts.schema.StreamName;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopicTest {
    private static final Path CONTRACTS = DeployFolder.REPOSITORY
            .resolve("src-shared/contracts/src/main/resources/contracts");

    static List<KafkaTopic> topics() throws IOException {
        return DeployFolder.base(KafkaTopic.class);
    }

    @Test
    void topicsAreThoseOfTheContracts() throws IOException {
        // given
        var deployed = topics().stream().map(TopicTest::kafkaName).toList();
        // when
        var wanted = new TreeSet<String>();
        for (StreamName stream : bundled()) {
            wanted.add(stream.topic());
            wanted.add(stream.deadLetterTopic());
        }
        // then
        assertEquals(List.copyOf(wanted), deployed.stream().sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void anAcknowledgedWriteIsOnTwoOfThreeReplicas(KafkaTopic topic) {
        assertEquals(3, topic.getSpec().getReplicas());
        assertEquals(2, topic.getSpec().getConfig().get("min.insync.replicas"));
    }

    @Test
    void theBootstrapAddressIsOfTheClusterThatHasTheTopics() throws IOException {
        // given
        var clusters = topics().stream().map(t -> t.getMetadata().getLabels().get("strimzi.io/cluster"))
                .collect(Collectors.toSet());
        assertEquals(1, clusters.size(), "clusters of the topics: " + clusters);
        // when
        var bootstrap = DeployFolder.base(ConfigMap.class).getFirst().getData()
                .getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "nothing");
        // then
        assertTrue(bootstrap.startsWith(clusters.iterator().next() + "-kafka-bootstrap:"), bootstrap);
    }

    private static String kafkaName(KafkaTopic topic) {
        return Optional.ofNullable(topic.getSpec().getTopicName()).orElse(topic.getMetadata().getName());
    }

    private static List<StreamName> bundled() throws IOException {
        try (Stream<Path> files = Files.list(CONTRACTS)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".avsc"))
                    .map(name -> new StreamName(name.substring(0, name.length() - ".avsc".length()))).toList();
        }
    }
}
