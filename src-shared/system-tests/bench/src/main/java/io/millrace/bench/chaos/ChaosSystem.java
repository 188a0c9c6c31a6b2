package io.millrace.bench.chaos;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.millrace.bench.chaos.fault.Link;
import io.millrace.bench.chaos.fault.ProcessRole;
import io.millrace.bench.chaos.fault.Victim;
import io.millrace.bench.chaos.guard.Guard;
import io.millrace.bench.chaos.preload.FaultControl;
import io.millrace.bench.chaos.preload.FaultLibrary;
import io.millrace.contracts.schema.StreamName;
import io.millrace.devstack.BrokerConfig;
import io.millrace.devstack.JavaCommand;
import io.millrace.devstack.LineReceiver;
import io.millrace.devstack.Ports;
import io.millrace.devstack.RegistryServerConfig;
import io.millrace.devstack.RunningBroker;
import io.millrace.devstack.RunningRegistry;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.ServiceProcess;
import io.millrace.launcher.local.Services;

/** Three brokers, a registry, two gateways, two stream writers and a batch writer, each in a process of its own that can be started again. */
final class ChaosSystem implements AutoCloseable {
    static final StreamName STREAM = new StreamName("transfer");
    /** Of replaced files and versions: the shortest that the service takes. */
    private static final Duration RETENTION = Duration.ofHours(1);
    private static final int PARTITIONS = 12;
    private static final int BROKERS = 3;
    private static final int GATEWAYS = 2;
    private static final int STREAM_WRITERS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BATCH_EVERY = Duration.ofSeconds(5);
    /** So that a service that hangs asks for a restart while the suite waits for its recovery. */
    private static final String HANGS_AFTER = "45s";
    /** In milliseconds, as Kafka has it by default: on a full machine, those of the dev stack end sessions without a fault. */
    private static final String BROKER_SESSION = "broker.session.timeout.ms";
    private static final String POLL_INTERVAL = "millrace.contracts.poll-interval";
    private static final String TEMPORARY = "java.io.tmpdir";
    /** Many processes live for seconds: the second compiler would take the processors from those that start. */
    private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    private final ProcessGroup processes = ProcessGroup.tiedToThisJvm();
    private final List<Victim> victims = new ArrayList<>();
    private final List<GatewayClient> gateways = new ArrayList<>();
    private final Map<String, ServiceProcess> running = new ConcurrentHashMap<>();
    private final Checkout checkout;
    private final Path data;
    private final Optional<Guard> without;
    private final String bootstrapServers;
    private final RegistryServerConfig registry;
    private final Optional<FaultLibrary> library;
    private final ChaosLinks links;
    private final KafkaCluster cluster;
    private final ChaosStorage storage;
    private final Victim secondBatch;

    private ChaosSystem(Checkout checkout, Path data, ChaosStorage storage, Optional<Guard> without) {
        this.checkout = checkout;
        this.without = without;
        this.data = data;
        this.storage = processes.add(storage);
        List<BrokerConfig> brokers = BrokerConfig.cluster(data, Ports.free(2 * BROKERS), PARTITIONS);
        this.bootstrapServers = brokers.stream().map(BrokerConfig::bootstrapServers).collect(Collectors.joining(","));
        List<Integer> ports = Ports.free(2);
        this.registry = new RegistryServerConfig(data.resolve("registry"), ports.get(0), ports.get(1));
        this.library = FaultLibrary.compile(data.resolve("faults"));
        this.links = processes.add(new ChaosLinks(brokers, registry));
        this.cluster = processes.add(new KafkaCluster(bootstrapServers));
        brokers.forEach(this::addBroker);
        addRegistry();
        this.secondBatch = batch("batch-2");
    }

    /**
     * Starts everything, makes the stream and waits until all is ready. Closes the storage in the end.
     *
     * @param without
     *            the guard that is off
     */
    static ChaosSystem start(Checkout checkout, Path data, ChaosStorage storage, String contract,
            Optional<Guard> without) {
        checkout.requireBuilt();
        ChaosSystem system = new ChaosSystem(checkout, data, storage, without);
        try {
            system.startAll();
            system.addServices();
            system.startAll();
            system.create(contract);
            return system;
        } catch (RuntimeException e) {
            system.close();
            throw e;
        }
    }

    /** Makes the stream; returns when both gateways know it. On a busy machine Kafka takes longer than a request may. */
    private void create(String contract) {
        Deadline.of(PATIENCE).until("both gateways know the stream", () -> {
            gateways.getFirst().evolve(STREAM, contract);
            gateways.forEach(gateway -> gateway.schema(STREAM));
            return true;
        });
    }

    /** Starts those that were not started yet: all at once, as a broker without a quorum never becomes ready. */
    private void startAll() {
        List<Victim> fresh = victims.stream().filter(victim -> !victim.isStarted()).toList();
        fresh.forEach(Victim::start);
        fresh.forEach(Victim::awaitReady);
    }

    private void addBroker(BrokerConfig config) {
        String name = KafkaCluster.broker(config.nodeId());
        add(name, ProcessRole.BROKER, state -> {
            RunningBroker broker = RunningBroker.start(checkout.stack(),
                    links.behind(config).with(BROKER_SESSION, "9000")
                            .with("auto.create.topics.enable", "false"),
                    log(name),
                    line -> {});
            return new Victim.Started(broker.process(), broker.ready(), () -> false);
        });
    }

    private void addRegistry() {
        add("registry", ProcessRole.REGISTRY, state -> {
            RunningRegistry started = RunningRegistry.start(checkout.stack(), registry, log("registry"), line -> {});
            return new Victim.Started(started.process(), started::isReady, () -> false);
        });
    }

    private void addServices() {
        for (int i = 1; i <= GATEWAYS; i++) {
            List<Integer> ports = Ports.free(2);
            gateways.add(processes.add(new GatewayClient(URI.create("http://127.0.0.1:" + ports.get(0)))));
            addService(gateway(i), ProcessRole.GATEWAY, services -> services.ingest(ports.get(0), ports.get(1)));
        }
        for (int i = 1; i <= STREAM_WRITERS; i++) {
            int port = Ports.free();
            addService("stream-" + i, ProcessRole.STREAM, services -> services.stream(port));
        }
        victims.add(batch("batch-1"));
    }

    private Victim batch(String name) {
        int port = Ports.free();
        return service(name, ProcessRole.BATCH, services -> services.batch(port, BATCH_EVERY));
    }

    private void addService(String name, ProcessRole role, Function<Services, ServiceProcess> start) {
        victims.add(service(name, role, start));
    }

    private Victim service(String name, ProcessRole role, Function<Services, ServiceProcess> start) {
        Path folder = data.resolve(name);
        Optional<FaultControl> control = library
                .map(any -> FaultControl.in(data.resolve("faults").resolve(name + ".control")));
        Map<String, String> variables = library
                .flatMap(known -> control.map(own -> known.variables(own, Services.tables(data))))
                .orElse(Map.of());
        return victim(name, role, control, state -> {
            ServiceProcess service = start.apply(
                    new Services(checkout, links.bootstrapServers(), links.registryUrl(), folder, LineReceiver.NONE,
                            UnaryOperator.identity(), variables)
                            .changing(command -> configured(command.option(FIRST_COMPILER), role).property(TEMPORARY,
                                    state)));
            running.put(name, service);
            return new Victim.Started(service.process(), service::isReady, service::needsRestart);
        });
    }

    /** Small intervals, so that a run of minutes has many of each; tables that all writers share. */
    private JavaCommand configured(JavaCommand service, ProcessRole role) {
        JavaCommand command = without.map(guard -> guard.offIn(service, role, data)).orElse(service);
        return switch (role) {
            case GATEWAY -> command.property(POLL_INTERVAL, "1s")
                    .property("millrace.contracts.provision", "")
                    .property("millrace.contracts.partitions", PARTITIONS)
                    .property("millrace.contracts.replication-factor", BROKERS)
                    .property("millrace.contracts.min-insync-replicas", 2);
            case STREAM -> storing(command.property(POLL_INTERVAL, "1s")
                    .property("millrace.stream.hangs-after", HANGS_AFTER));
            case BATCH -> storing(command)
                    .property("millrace.batch.hangs-after", HANGS_AFTER)
                    .property("millrace.batch.audit.cover-within", "60s")
                    .property("millrace.batch.upkeep.every", "5s")
                    .property("millrace.batch.upkeep.min-files", 4)
                    .property("millrace.batch.upkeep.vacuum-retention", RETENTION.toHours() + "h")
                    .property("millrace.batch.upkeep.log-retention", RETENTION.toHours() + "h");
            case BROKER, REGISTRY -> throw new IllegalArgumentException(role.label() + " is no service");
        };
    }

    private JavaCommand storing(JavaCommand command) {
        JavaCommand storing = command;
        for (Map.Entry<String, String> property : storage.serviceProperties().entrySet()) {
            storing = storing.property(property.getKey(), property.getValue());
        }
        return storing;
    }

    private void add(String name, ProcessRole role, Function<Path, Victim.Started> start) {
        victims.add(victim(name, role, Optional.empty(), start));
    }

    private Victim victim(String name, ProcessRole role, Optional<FaultControl> control,
            Function<Path, Victim.Started> start) {
        Path state = data.resolve("local").resolve(name);
        return processes.add(new Victim(name, role, state, control, () -> start.apply(state)));
    }

    private Path log(String name) {
        return data.resolve("logs").resolve(name + ".log");
    }

    /** All processes. */
    List<Victim> victims() {
        return victims;
    }

    /** A further batch writer, which is not among all processes and does not run. */
    Victim secondBatch() {
        return secondBatch;
    }

    /** The proxies that services reach servers through. */
    List<Link> links() {
        return links.all();
    }

    KafkaCluster cluster() {
        return cluster;
    }

    /** The sum of a metric over all services and labels. */
    double metric(String name) {
        return running.values().stream().map(ServiceProcess::metrics).flatMap(Optional::stream)
                .mapToDouble(metrics -> metric(name, metrics)).sum();
    }

    /** The deliveries that each stream writer has merged, or found merged, since its start; without those that do not answer. */
    Map<String, Double> handled() {
        Map<String, Double> handled = new TreeMap<>();
        victims.stream().filter(victim -> victim.role() == ProcessRole.STREAM).map(Victim::name)
                .forEach(name -> Optional.ofNullable(running.get(name)).flatMap(ServiceProcess::metrics)
                        .ifPresent(metrics -> handled.put(name, metric("millrace_merge_rows_total", metrics))));
        return handled;
    }

    private static double metric(String name, String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    /** The name of the process of a gateway, from 1. */
    static String gateway(int number) {
        return "gateway-" + number;
    }

    List<GatewayClient> gateways() {
        return gateways;
    }

    /** Leads past the links. */
    String bootstrapServers() {
        return bootstrapServers;
    }

    /** Leads past the link. */
    String registryUrl() {
        return registry.url();
    }

    /** Where the tables are. */
    ChaosStorage storage() {
        return storage;
    }

    /** What writers replaced before this moment may be deleted: the retention has passed for the storage since then. */
    Instant endOfRetention() {
        Instant now = Instant.now();
        return victims.stream().filter(victim -> victim.role() == ProcessRole.BATCH)
                .flatMap(victim -> victim.control().stream()).findFirst()
                .map(storage -> storage.since(RETENTION, now)).orElse(now.minus(RETENTION));
    }

    /** The folder of everything. */
    Path data() {
        return data;
    }

    @Override
    public void close() {
        processes.close();
    }
}
