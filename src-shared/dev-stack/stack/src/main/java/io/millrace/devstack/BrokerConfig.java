package io.millrace.devstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One KRaft node: by default broker and controller in one, alone in its cluster. Nodes of a larger cluster share
 * {@code controller.quorum.voters}; a node of one role only sets {@code process.roles}.
 *
 * @param dataDir where its log lives
 * @param nodeId its id in the cluster
 * @param brokerPort the port for clients
 * @param controllerPort the port of the quorum
 * @param defaultPartitions partitions of a topic that is created by its first use
 * @param overrides server properties that go before the ones chosen here
 */
public record BrokerConfig(Path dataDir, int nodeId, int brokerPort, int controllerPort, int defaultPartitions,
        Map<String, String> overrides) {

    public BrokerConfig {
        dataDir = dataDir.toAbsolutePath().normalize();
        overrides = Map.copyOf(overrides);
    }

    /** A node that is a cluster of its own. */
    public static BrokerConfig single(Path dataDir, int brokerPort, int controllerPort, int defaultPartitions) {
        return new BrokerConfig(dataDir, 1, brokerPort, controllerPort, defaultPartitions, Map.of());
    }

    /**
     * The nodes of one cluster, each broker and controller in one. Every topic, the internal ones too, is on all of them, and two
     * of them must have a write before it is acknowledged.
     *
     * @param dataDir where each node has a folder
     * @param ports two for each node
     */
    public static List<BrokerConfig> cluster(Path dataDir, List<Integer> ports, int defaultPartitions) {
        var nodes = new ArrayList<BrokerConfig>();
        for (int node = 0; node < ports.size() / 2; node++) {
            nodes.add(new BrokerConfig(dataDir.resolve("kafka-" + (node + 1)), node + 1, ports.get(2 * node),
                    ports.get(2 * node + 1), defaultPartitions, Map.of()));
        }
        var replicas = Integer.toString(nodes.size());
        var acknowledging = Integer.toString(Math.min(2, nodes.size()));
        var shared = Map.of("controller.quorum.voters",
                nodes.stream().map(BrokerConfig::voter).collect(Collectors.joining(",")),
                "default.replication.factor", replicas, "offsets.topic.replication.factor", replicas,
                "transaction.state.log.replication.factor", replicas, "transaction.state.log.min.isr", acknowledging,
                "share.coordinator.state.topic.replication.factor", replicas,
                "share.coordinator.state.topic.min.isr", acknowledging, "min.insync.replicas", acknowledging);
        return nodes.stream().map(node -> new BrokerConfig(node.dataDir, node.nodeId, node.brokerPort,
                node.controllerPort, node.defaultPartitions, shared)).toList();
    }

    /** With one more server property, say {@code min.insync.replicas}. */
    public BrokerConfig with(String property, String value) {
        var all = new TreeMap<>(overrides);
        all.put(property, value);
        return new BrokerConfig(dataDir, nodeId, brokerPort, controllerPort, defaultPartitions, all);
    }

    /** The address for clients, {@code host:port}. */
    public String bootstrapServers() {
        return Ports.HOST + ":" + brokerPort;
    }

    /** This node's entry in {@code controller.quorum.voters}. */
    public String voter() {
        return nodeId + "@" + Ports.HOST + ":" + controllerPort;
    }

    /** All that goes into the node's {@code server.properties}. */
    public SortedMap<String, String> serverProperties() {
        var properties = new TreeMap<String, String>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(nodeId));
        properties.put("controller.quorum.voters", voter());
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", dataDir.toString());
        properties.put("num.partitions", Integer.toString(defaultPartitions));
        properties.put("auto.create.topics.enable", "true");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "3");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.num.partitions", "3");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        // A killed node may register again only when its old session is over: 9 s by default, which every restart would wait.
        properties.put("broker.session.timeout.ms", "4000");
        properties.put("broker.heartbeat.interval.ms", "500");
        // A group of one developer needs no wait for further members, and the compactor no 128 MB buffer.
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
        properties.putAll(overrides);
        listeners(properties.get("process.roles")).forEach(properties::putIfAbsent);
        return properties;
    }

    private Map<String, String> listeners(String roles) {
        var broker = "PLAINTEXT://" + bootstrapServers();
        var controller = "CONTROLLER://" + Ports.HOST + ":" + controllerPort;
        return switch (roles) {
            case "broker" -> Map.of("listeners", broker, "advertised.listeners", broker);
            case "controller" -> Map.of("listeners", controller);
            default -> Map.of("listeners", broker + "," + controller, "advertised.listeners", broker);
        };
    }
}
