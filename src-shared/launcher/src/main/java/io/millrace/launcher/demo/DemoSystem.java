package io.millrace.launcher.demo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.devstack.DevStack;
import io.millrace.devstack.DevStackConfig;
import io.millrace.devstack.LineReceiver;
import io.millrace.devstack.Ports;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.ServiceProcess;
import io.millrace.launcher.local.Services;
import org.jspecify.annotations.Nullable;

/** The system as the demo runs it: on free ports, the stream writer later than the rest. */
final class DemoSystem {
    private static final Duration BATCH_EVERY = Duration.ofSeconds(2);
    private static final int PORTS = 8;

    private final List<Integer> ports = Ports.free(PORTS);
    private final ProcessGroup processes;
    private final DevStack stack;
    private final Services services;
    private final ServiceProcess ingest;
    private final ServiceProcess batch;
    private final GatewayClient gateway;
    private @Nullable ServiceProcess stream;

    private DemoSystem(Checkout checkout, Path data, ProcessGroup processes, ProgressLog log) {
        this.processes = processes;
        this.stack = processes.add(DevStack.start(new DevStackConfig(checkout.stack(), data, false, ports.get(0),
                ports.get(1), ports.get(2), ports.get(3), DevStackConfig.DEFAULT_PARTITIONS, Map.of())));
        log.print("Kafka runs at " + stack.bootstrapServers() + ", the registry at " + stack.registryUrl());
        this.services = new Services(checkout, stack.bootstrapServers(), stack.registryUrl(), data, LineReceiver.NONE);
        this.ingest = processes.add(services.ingest(ports.get(4), ports.get(5)));
        this.batch = processes.add(services.batch(ports.get(6), BATCH_EVERY));
        this.gateway = processes.add(new GatewayClient(URI.create("http://127.0.0.1:" + ports.get(4))));
    }

    /** Starts all but the stream writer and waits until it is ready. */
    static DemoSystem start(Checkout checkout, Path data, ProcessGroup processes, ProgressLog log) {
        DemoSystem system = new DemoSystem(checkout, data, processes, log);
        system.ingest.awaitReady();
        log.print("ingest-service takes events at http://127.0.0.1:" + system.ports.get(4) + "/v1/streams");
        system.batch.awaitReady();
        log.print("batch-service merges every " + BATCH_EVERY.toSeconds() + " s");
        return system;
    }

    void startStreamWriter() {
        ServiceProcess started = processes.add(services.stream(ports.get(7)));
        stream = started;
        started.awaitReady();
    }

    GatewayClient gateway() {
        return gateway;
    }

    ServiceProcess batch() {
        return batch;
    }

    Optional<ServiceProcess> stream() {
        return Optional.ofNullable(stream);
    }

    String bootstrapServers() {
        return stack.bootstrapServers();
    }

    /** The contracts of a stream as the registry has them now. */
    StreamContracts contracts(StreamName stream) {
        ContractCatalog catalog = new ContractCatalog(new ApicurioContractRegistry(stack.registryUrl()));
        try {
            catalog.refresh(stream);
        } catch (RegistryUnavailableException e) {
            throw new LauncherException("The registry at " + stack.registryUrl() + " does not answer ("
                    + e.getMessage() + "). Look at logs/registry.log of the demo.", e);
        }
        return catalog.find(stream).orElseThrow(() -> new LauncherException(
                "The registry at " + stack.registryUrl() + " has no contract of stream " + stream + "."));
    }

    /**
     * Checks that no process has ended.
     *
     * @throws LauncherException
     *             naming the first one that has, with the end of its output
     */
    void requireAlive() {
        Stream.concat(Stream.of(stack.broker(), stack.registry(), ingest.process(), batch.process()),
                stream().map(ServiceProcess::process).stream()).filter(p -> !p.isAlive()).findFirst()
                .ifPresent(dead -> {
                    throw new LauncherException("Process " + dead.name() + " ended with exit code "
                            + dead.exitCode().orElse(-1) + ". Its last lines:\n"
                            + String.join("\n", dead.lastLines()));
                });
    }
}
