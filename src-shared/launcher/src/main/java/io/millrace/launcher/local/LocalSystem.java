package io.millrace.launcher.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.millrace.devstack.DevStack;
import io.millrace.devstack.DevStackConfig;
import io.millrace.devstack.LineReceiver;

/** The whole system, kept running on its ports and resumed from its data folder. */
public final class LocalSystem {
    private static final Duration BATCH_EVERY = Duration.ofSeconds(30);

    private final List<ManagedProcess> parts;

    private LocalSystem(List<ManagedProcess> parts) {
        this.parts = parts;
    }

    /** Starts everything and waits until it is ready; the processes ends it. */
    public static LocalSystem start(Checkout checkout, SystemPorts ports, Path data, LineReceiver lines,
            ProcessGroup processes) {
        ports.requireFree();
        lines.line("millrace", "Starting Kafka and the registry");
        DevStack stack = processes.add(DevStack.start(new DevStackConfig(checkout.stack(), data, false, ports.kafka(),
                ports.controller(), ports.registry(), ports.registryManagement(), DevStackConfig.DEFAULT_PARTITIONS,
                Map.of()), lines));
        Services of = new Services(checkout, stack.bootstrapServers(), stack.registryUrl(), data, lines)
                .withSettingsOf(System.getenv());
        Services.ignored(System.getenv())
                .forEach(name -> lines.line("millrace", name + " in the environment is not used: up sets it itself"));
        Services.unknown(System.getenv()).forEach(name -> lines.line("millrace",
                name + " in the environment is no setting of Millrace and is not used: correct its name or remove it"));
        Path logs = data.resolve("logs");
        List<Restartable> services = List.of(
                new Restartable("batch-service",
                        () -> of.batchWithConsole(ports.batchManagement(), ports.ingest(), BATCH_EVERY)),
                new Restartable("stream-service", () -> of.stream(ports.streamManagement())),
                new Restartable("ingest-service", () -> of.ingest(ports.ingest(), ports.ingestManagement())));
        services.forEach(processes::add);
        lines.line("millrace", "Starting batch-service, stream-service and ingest-service");
        services.forEach(Restartable::start);
        services.forEach(service -> service.running().awaitReady(lines));
        return new LocalSystem(List.of(
                new ManagedProcess("kafka", logs.resolve("kafka.log"), stack::broker, () -> false,
                        stack::restartBroker),
                new ManagedProcess("registry", logs.resolve("registry.log"), stack::registry,
                        () -> false, stack::restartRegistry),
                services.get(0).part(logs), services.get(1).part(logs), services.get(2).part(logs)));
    }

    /** Its processes. */
    public List<ManagedProcess> parts() {
        return parts;
    }

    /** A service that can be started again: the present one is what is closed at the end. */
    private static final class Restartable implements AutoCloseable {
        private final String name;
        private final Supplier<ServiceProcess> starter;
        private final AtomicReference<ServiceProcess> running = new AtomicReference<>();
        private boolean closed;

        Restartable(String name, Supplier<ServiceProcess> starter) {
            this.name = name;
            this.starter = starter;
        }

        ManagedProcess part(Path logs) {
            return new ManagedProcess(name, logs.resolve(name + ".log"), () -> running().process(),
                    () -> running().needsRestart(), () -> {
                        start();
                        running().awaitReady();
                    });
        }

        synchronized void start() {
            if (!closed) {
                running.set(starter.get());
            }
        }

        ServiceProcess running() {
            return Objects.requireNonNull(running.get(), name);
        }

        @Override
        public synchronized void close() {
            closed = true;
            ServiceProcess service = running.get();
            if (service != null) {
                service.close();
            }
        }
    }
}
