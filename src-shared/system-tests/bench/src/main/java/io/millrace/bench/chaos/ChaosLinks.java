package io.millrace.bench.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.millrace.bench.chaos.fault.Link;
import io.millrace.bench.chaos.fault.ProcessRole;
import io.millrace.devstack.BrokerConfig;
import io.millrace.devstack.Ports;
import io.millrace.devstack.RegistryServerConfig;

/** The proxies between the services and the servers. Brokers reach each other, and the suite reaches all servers, past them. */
final class ChaosLinks implements AutoCloseable {
    private static final String HOST = "127.0.0.1:";
    /** The listener that leads through a proxy. */
    private static final String LINKED = "LINKED";

    private final List<Link> links = new ArrayList<>();
    private final Map<Integer, Ends> brokers = new TreeMap<>();
    private final String registryUrl;

    /**
     * The ports of a broker.
     *
     * @param link
     *            where the services connect
     * @param server
     *            where the broker listens for the link
     */
    private record Ends(int link, int server) {}

    ChaosLinks(List<BrokerConfig> configs, RegistryServerConfig registry) {
        List<Integer> ports = Ports.free(2 * configs.size() + 1);
        for (int i = 0; i < configs.size(); i++) {
            Ends ends = new Ends(ports.get(2 * i), ports.get(2 * i + 1));
            int id = configs.get(i).nodeId();
            brokers.put(id, ends);
            links.add(new Link("link to " + KafkaCluster.broker(id), ProcessRole.BROKER, ends.link(), ends.server()));
        }
        links.add(new Link("link to the registry", ProcessRole.REGISTRY, ports.getLast(), registry.port()));
        this.registryUrl = new RegistryServerConfig(registry.dataDir(), ports.getLast(), registry.managementPort())
                .url();
    }

    /** The same node with a further listener, whose clients are sent to the links of all nodes. */
    BrokerConfig behind(BrokerConfig config) {
        Ends ends = brokers.getOrDefault(config.nodeId(), new Ends(0, 0));
        String direct = "PLAINTEXT://" + config.bootstrapServers();
        return config
                .with("listeners", direct + ",CONTROLLER://" + HOST + config.controllerPort() + "," + LINKED + "://"
                        + HOST + ends.server())
                .with("advertised.listeners", direct + "," + LINKED + "://" + HOST + ends.link())
                .with("listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT," + LINKED + ":PLAINTEXT")
                .with("inter.broker.listener.name", "PLAINTEXT");
    }

    /** Kafka as the services know it. */
    String bootstrapServers() {
        return brokers.values().stream().map(ends -> HOST + ends.link()).collect(Collectors.joining(","));
    }

    /** The registry as the services know it. */
    String registryUrl() {
        return registryUrl;
    }

    List<Link> all() {
        return links;
    }

    @Override
    public void close() {
        links.forEach(Link::close);
    }
}
