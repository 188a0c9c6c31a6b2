package io.millrace.devstack;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The settings of a {@link DevStack}: its parts, ports and folders.
 *
 * @param home the assembled broker and registry
 * @param dataDir where the stack keeps its data ({@code kafka/}, {@code registry/}) and logs ({@code logs/})
 * @param deletesData whether {@link DevStack#close()} deletes those three again
 * @param kafkaPort the broker's port for clients
 * @param controllerPort the broker's own quorum port
 * @param registryPort the registry's API
 * @param registryManagementPort the registry's health and metrics
 * @param defaultPartitions partitions of a topic that is created by its first use
 * @param brokerProperties server properties that go before the stack's own choice
 */
public record DevStackConfig(DevStackHome home, Path dataDir, boolean deletesData, int kafkaPort, int controllerPort,
        int registryPort, int registryManagementPort, int defaultPartitions, Map<String, String> brokerProperties) {
    /** Partitions of a topic when nothing else is said. */
    public static final int DEFAULT_PARTITIONS = 3;

    public DevStackConfig {
        dataDir = dataDir.toAbsolutePath().normalize();
        brokerProperties = Map.copyOf(brokerProperties);
    }

    /** A stack on free ports that leaves no data behind. */
    public static DevStackConfig ephemeral(Path dataDir) {
        var ports = Ports.free(4);
        return new DevStackConfig(DevStackHome.find(), dataDir, true, ports.get(0), ports.get(1), ports.get(2),
                ports.get(3),
                DEFAULT_PARTITIONS, Map.of());
    }

    /** A stack on given ports that keeps its data. */
    public static DevStackConfig fixed(Path dataDir, int kafkaPort, int controllerPort, int registryPort,
            int registryManagementPort) {
        return new DevStackConfig(DevStackHome.find(), dataDir, false, kafkaPort, controllerPort, registryPort,
                registryManagementPort, DEFAULT_PARTITIONS, Map.of());
    }

    /** The one stack per user and machine that all dev modes share, on the same ports every time. */
    public static DevStackConfig development() {
        var directory = Path.of(System.getProperty("java.io.tmpdir"), "millrace-" + System.getProperty("user.name"),
                "dev-stack");
        return fixed(directory, 29_092, 29_093, 28_081, 28_082);
    }

    public DevStackConfig withDefaultPartitions(int partitions) {
        return new DevStackConfig(home, dataDir, deletesData, kafkaPort, controllerPort, registryPort,
                registryManagementPort,
                partitions, brokerProperties);
    }

    /** With one more server property of the broker. */
    public DevStackConfig withBrokerProperty(String property, String value) {
        var all = new TreeMap<>(brokerProperties);
        all.put(property, value);
        return new DevStackConfig(home, dataDir, deletesData, kafkaPort, controllerPort, registryPort,
                registryManagementPort,
                defaultPartitions, all);
    }

    /** The value for {@code kafka.bootstrap.servers}. */
    public String bootstrapServers() {
        return broker().bootstrapServers();
    }

    /** The root of the registry's v3 API. */
    public String registryUrl() {
        return registry().url();
    }

    BrokerConfig broker() {
        return new BrokerConfig(dataDir.resolve("kafka"), 1, kafkaPort, controllerPort, defaultPartitions,
                brokerProperties);
    }

    RegistryServerConfig registry() {
        return new RegistryServerConfig(dataDir.resolve("registry"), registryPort, registryManagementPort);
    }

    Path logs() {
        return dataDir.resolve("logs");
    }

    /** Whether both answer on their ports, started by this stack or not. */
    boolean isServing() {
        return Ports.isOpen(kafkaPort) && RunningRegistry.isReady(registry());
    }

    boolean hasFreePorts() {
        return IntStream.of(kafkaPort, controllerPort, registryPort, registryManagementPort).allMatch(Ports::isFree);
    }

    /** @throws DevStackException when one of the four ports is taken */
    void requireFreePorts() {
        Ports.requireFree(kafkaPort, "Kafka");
        Ports.requireFree(controllerPort, "Kafka's controller");
        Ports.requireFree(registryPort, "the registry");
        Ports.requireFree(registryManagementPort, "the registry's management");
    }
}
