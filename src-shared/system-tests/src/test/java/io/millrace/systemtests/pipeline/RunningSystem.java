package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.StreamProvisioner;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.devstack.DevStack;
import io.millrace.devstack.DevStackConfig;
import io.millrace.devstack.JavaCommand;
import io.millrace.devstack.LineReceiver;
import io.millrace.devstack.Ports;
import io.millrace.launcher.local.DataFolders;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.ServiceProcess;
import io.millrace.launcher.local.Services;
import io.millrace.systemtests.Repository;
import org.apache.kafka.clients.admin.Admin;

/** Broker, registry, gateway and stream writer, kept for all tests; batch writers come and go. */
final class RunningSystem implements AutoCloseable {
    /** Test runs share their processors with a build; what is slow is no failure there. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Path DATA = Path.of("target/pipeline").toAbsolutePath();
    private static final int PARTITIONS = 2;
    /** The services ask the registry every half second here. */
    private static final Duration DELETION_DELAY = Duration.ofSeconds(2);

    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");

    private final List<Integer> ports = Ports.free(10);
    private final OtlpReceiver traces = new OtlpReceiver();
    private final AtomicInteger names = new AtomicInteger();
    private final DevStack stack;
    /** As they are by default. */
    private final Services untraced;
    private final Services services;
    private final Admin admin;
    private final ContractRegistry registry;
    private final StreamProvisioner provisioner;
    private final FaultInjection streamFaults;
    private final ServiceProcess ingest;
    private final GatewayClient gateway;
    private WriterProcess stream;

    RunningSystem() {
        ROOT.setLevel(Level.SEVERE);
        Repository.CHECKOUT.requireBuilt();
        DataFolders.delete(DATA);
        this.stack = DevStack.start(new DevStackConfig(Repository.CHECKOUT.stack(), DATA, false, ports.get(0),
                ports.get(1), ports.get(2), ports.get(3), DevStackConfig.DEFAULT_PARTITIONS, Map.of()));
        this.untraced = new Services(Repository.CHECKOUT, stack.bootstrapServers(), stack.registryUrl(), DATA,
                LineReceiver.NONE)
                // The second compiler would take the processors from the other processes of the tests.
                .changing(command -> exporting(command.option("-XX:TieredStopAtLevel=1")));
        this.services = untraced.changing(command -> command.property("quarkus.otel.sdk.disabled", false));
        this.admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
        this.registry = new ApicurioContractRegistry(stack.registryUrl(), PATIENCE);
        this.provisioner = new StreamProvisioner(registry, admin,
                new StreamProvisioner.TopicSettings(PARTITIONS, (short) 1, 1));
        this.streamFaults = new FaultInjection(DATA.resolve("faults/stream"));
        this.ingest = services.changing(command -> pollingOften(command)
                // This broker creates each topic that a client asks for, and the producer asks for all that it knows.
                .property("mp.messaging.outgoing.events.metadata.max.age.ms", 1_000))
                .ingest(ports.get(4), ports.get(5));
        this.gateway = new GatewayClient(gatewayUrl());
        this.stream = launchStream();
        ingest.awaitReady();
        stream.service().awaitReady();
    }

    /** A new stream that everybody knows. */
    TestStream newStream(String purpose) {
        return newStream(purpose, TestStream.CONTRACT);
    }

    /** The same with another contract. */
    TestStream newStream(String purpose, String contract) {
        StreamName name = new StreamName(purpose + "-" + names.incrementAndGet());
        provisioner.provision(name, contract);
        TestStream created = new TestStream(name, Services.tables(DATA).resolve(name.value()), admin, gateway);
        await("the gateway knows stream " + name).atMost(Duration.ofSeconds(30))
                .until(() -> gateway.send(name.value(), GatewayClient.JSON, "[]").status() != 404);
        return created;
    }

    /** Ends a stream whose table was damaged on purpose: the audit of every later run would fail. */
    void end(TestStream damaged) {
        registry.record(damaged.name(), new StreamState.Kept(0));
    }

    /** The stream writer as it runs now. */
    WriterProcess stream() {
        return stream;
    }

    /** Starts a stream writer in the place of the one that was killed. */
    WriterProcess restartStream() {
        stream = launchStream();
        stream.service().awaitReady();
        return stream;
    }

    private JavaCommand exporting(JavaCommand command) {
        return command.property("quarkus.otel.exporter.otlp.endpoint", traces.url())
                .property("quarkus.otel.exporter.otlp.protocol", "http/protobuf")
                .property("quarkus.otel.bsp.schedule.delay", "100ms");
    }

    /** Starts another gateway, whose traces are off as they are by default. The caller closes it. */
    ServiceProcess startUntracedGateway() {
        return untraced.changing(RunningSystem::pollingOften).ingest(ports.get(8), ports.get(9));
    }

    URI untracedGatewayUrl() {
        return URI.create("http://127.0.0.1:" + ports.get(8));
    }

    /** The spans that the services have exported. */
    OtlpReceiver traces() {
        return traces;
    }

    private static JavaCommand pollingOften(JavaCommand command) {
        return command.property("millrace.contracts.poll-interval", "500ms");
    }

    private WriterProcess launchStream() {
        return new Launch(streamFaults).start(s -> s
                .changing(command -> pollingOften(command)
                        .property("mp.messaging.incoming.events.metadata.max.age.ms", 500)
                        // A killed consumer has its partitions for so long; by default it is 45 s.
                        .property("mp.messaging.incoming.events.session.timeout.ms", 8_000)
                        .property("mp.messaging.incoming.events.heartbeat.interval.ms", 2_000))
                .stream(ports.get(6)));
    }

    /** Starts a batch writer that does one run, with faults that may be armed already. */
    WriterProcess startBatchOnce(FaultInjection faults) {
        return new Launch(faults).start(s -> s.changing(command -> command.property("millrace.batch.mode", "once")
                .property("millrace.batch.deletion.delay", DELETION_DELAY.toSeconds() + "s"))
                .batch(ports.get(7), Duration.ofHours(1)));
    }

    /** Starts a batch writer that runs at intervals and measures the tables every second. The caller closes it. */
    ServiceProcess startBatch(Duration every) {
        return startBatch(every, Map.of());
    }

    /** The same with variables of the environment. */
    ServiceProcess startBatch(Duration every, Map<String, String> variables) {
        return new Services(services.checkout(), services.bootstrapServers(), services.registryUrl(), services.data(),
                services.lines(), services.change(), variables)
                .changing(command -> command.property("millrace.batch.signals.every", "1s")
                        .property("millrace.batch.upkeep.every", "1s"))
                .batch(ports.get(7), every);
    }

    /** FaultInjection for a batch writer that will be started. */
    FaultInjection batchFaults() {
        return new FaultInjection(DATA.resolve("faults/batch-" + names.incrementAndGet()));
    }

    DevStack stack() {
        return stack;
    }

    ServiceProcess ingest() {
        return ingest;
    }

    Admin admin() {
        return admin;
    }

    GatewayClient gateway() {
        return gateway;
    }

    URI gatewayUrl() {
        return URI.create("http://127.0.0.1:" + ports.get(4));
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        admin.close();
        stream.service().close();
        ingest.close();
        stack.close();
        streamFaults.close();
        traces.close();
    }

    private interface Start {
        ServiceProcess of(Services services);
    }

    private final class Launch {
        private final FaultInjection faults;
        private final CopyOnWriteArrayList<String> lines = new CopyOnWriteArrayList<>();

        Launch(FaultInjection faults) {
            this.faults = faults;
        }

        WriterProcess start(Start start) {
            Services listened = new Services(services.checkout(), services.bootstrapServers(), services.registryUrl(),
                    services.data(), (process, line) -> lines.add(line)).changing(services.change());
            return new WriterProcess(start.of(listened.changing(faults::into)), faults, lines);
        }
    }
}
