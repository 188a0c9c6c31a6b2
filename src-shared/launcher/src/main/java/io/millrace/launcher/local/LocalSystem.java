package io.millrace.launcher.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.DevStack;
import io.millrace.devstack.DevStackConfig;
import io.millrace.devstack.LineReceiver;

/** The whole system, kept running on its ports and resumed from its data folder. */
public final class LocalSystem {
    private static final Duration BATCH_EVERY = Duration.ofSeconds(30);

    private final DevStack stack;
    private final List<Service> services;

    private LocalSystem(DevStack stack, List<Service> services) {
        this.stack = stack;
        this.services = services;
    }

    /** Starts everything and waits until it is ready; the ensemble ends it. */
    public static LocalSystem start(Checkout checkout, SystemPorts ports, Path data, LineReceiver lines,
            Ensemble ensemble) {
        ports.requireFree();
        DevStack stack = ensemble.add(DevStack.start(new DevStackConfig(checkout.stack(), data, false, ports.kafka(),
                ports.controller(), ports.registry(), ports.registryManagement(), DevStackConfig.DEFAULT_PARTITIONS,
                Map.of()), lines));
        Services of = new Services(checkout, stack.bootstrapServers(), stack.registryUrl(), data, lines);
        List<Service> services = List.of(ensemble.add(of.batch(ports.batchManagement(), BATCH_EVERY)),
                ensemble.add(of.stream(ports.streamManagement())),
                ensemble.add(of.ingest(ports.ingest(), ports.ingestManagement())));
        services.forEach(Service::awaitReady);
        return new LocalSystem(stack, services);
    }

    /** Waits until one of the processes has ended, and says which. */
    public ChildProcess awaitFirstEnd() {
        Stream<ChildProcess> all = Stream.concat(Stream.of(stack.broker(), stack.registry()),
                services.stream().map(Service::process));
        return (ChildProcess) CompletableFuture
                .anyOf(all.map(ChildProcess::onExit).toArray(CompletableFuture<?>[]::new)).join();
    }
}
