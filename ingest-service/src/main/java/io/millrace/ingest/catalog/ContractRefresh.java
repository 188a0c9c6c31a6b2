package io.millrace.ingest.catalog;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.ingest.config.ContractsConfig;
import io.millrace.ingest.health.DependencyHealth;
import io.millrace.ingest.metrics.IngestMetrics;
import io.quarkus.runtime.StartupEvent;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes the contracts from the registry: at start until they are loaded, then at intervals, and when a request
 * names an unknown stream. Runs on workers; a request for a known stream never waits.
 */
@Singleton
public class ContractRefresh {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final long TICK_MILLIS = 100;
    private static final Duration ON_DEMAND_AT_MOST_EVERY = Duration.ofMillis(250);
    private static final Duration ON_DEMAND_PATIENCE = Duration.ofSeconds(1);

    private final ContractCatalog catalog;
    private final ContractProvision provision;
    private final DependencyHealth dependencies;
    private final Event<ContractsRefreshed> refreshed;
    private final ScheduledExecutorService executor;
    private final Duration pollInterval;
    private final IngestMetrics metrics;
    private CompletableFuture<Boolean> running = CompletableFuture.completedFuture(false);
    private @Nullable CompletableFuture<Boolean> waiting;
    private long onDemandAt = System.nanoTime() - ON_DEMAND_AT_MOST_EVERY.toNanos();
    private volatile long readAt;
    private final SupervisedTask task;
    private @Nullable ScheduledFuture<?> polling;
    /** Touched by one run at a time. */
    private long dueAt = System.nanoTime();
    private volatile boolean stopped;

    ContractRefresh(ContractCatalog catalog, ContractProvision provision, DependencyHealth dependencies,
            Event<ContractsRefreshed> refreshed, ScheduledExecutorService executor, ContractsConfig config,
            IngestMetrics metrics, Supervision supervision) {
        this.task = supervision.task("contracts", "Check the registry, and the log for the cause");
        this.catalog = catalog;
        this.provision = provision;
        this.dependencies = dependencies;
        this.refreshed = refreshed;
        this.executor = executor;
        this.pollInterval = config.pollInterval();
        this.metrics = metrics;
        metrics.watchContracts(() -> catalog.streams().size(), () -> catalog.refused().size(), this::ageSeconds);
    }

    void start(@Observes StartupEvent event) {
        long tick = Math.max(1, Math.min(TICK_MILLIS, pollInterval.toMillis()));
        polling = executor.scheduleWithFixedDelay(this::pollWhenDue, 0, tick, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        stopped = true;
        if (polling != null) {
            polling.cancel(false);
        }
    }

    /**
     * Finds a stream; asks the registry when it is not known, a few times in a second for all requests together. Never
     * blocks.
     */
    public CompletionStage<StreamLookup> find(StreamName stream) {
        boolean known = catalog.active(stream).isPresent();
        metrics.contractLookedUp(known);
        if (known || catalog.state(stream) instanceof StreamState.Deleting) {
            return CompletableFuture.completedFuture(known(stream, true));
        }
        return askRegistry().copy()
                .completeOnTimeout(false, ON_DEMAND_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(answered -> known(stream, answered));
    }

    /** A stream that is not among those that were loaded does not exist, unless the registry is known to be away. */
    private StreamLookup known(StreamName stream, boolean registryAnswered) {
        if (catalog.state(stream) instanceof StreamState.Deleting deleting) {
            return new StreamLookup.BeingDeleted(deleting);
        }
        return catalog.active(stream).map(StreamContracts::latest).<StreamLookup>map(StreamLookup.Found::new)
                .orElseGet(() -> {
                    if (!catalog.loaded()) {
                        return new StreamLookup.NotLoaded();
                    }
                    return registryAnswered || dependencies.registryUp()
                            ? new StreamLookup.Unknown()
                            : new StreamLookup.RegistryAway();
                });
    }

    /** The answer is of after the question: what is being read already may be from before a stream was made. */
    private synchronized CompletableFuture<Boolean> askRegistry() {
        if (waiting == null) {
            waiting = running.handle((answered, fault) -> answered).thenCompose(before -> whenDue());
        }
        return waiting;
    }

    private synchronized CompletableFuture<Boolean> whenDue() {
        long nanos = Math.max(0, ON_DEMAND_AT_MOST_EVERY.toNanos() - (System.nanoTime() - onDemandAt));
        return CompletableFuture.supplyAsync(this::refreshOnDemand, task -> {
            var unused = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
        });
    }

    private boolean refreshOnDemand() {
        synchronized (this) {
            onDemandAt = System.nanoTime();
            if (waiting != null) {
                running = waiting;
                waiting = null;
            }
        }
        return refresh();
    }

    /** Runs often, so that nothing that is thrown can keep the next attempt from being scheduled. */
    private void pollWhenDue() {
        if (stopped || System.nanoTime() - dueAt < 0) {
            return;
        }
        boolean done = false;
        try {
            boolean provisioned = provision.run();
            done = refresh() && provisioned;
            task.succeeded();
        } catch (Throwable e) { // An Error too: the polling would end.
            task.failed(e);
        }
        Duration next = done || catalog.loaded() && !dependencies.registryUp() ? pollInterval : RETRY;
        dueAt = System.nanoTime() + next.toNanos();
    }

    private boolean refresh() {
        try {
            var unused = catalog.refresh();
            readAt = System.nanoTime();
            dependencies.registry(true, "");
        } catch (RegistryUnavailableException e) {
            dependencies.registry(false, String.valueOf(e.getMessage()));
            return false;
        }
        refreshed.fire(new ContractsRefreshed(catalog.streams().keySet()));
        return true;
    }

    private double ageSeconds() {
        return catalog.loaded() ? (System.nanoTime() - readAt) / NANOS_PER_SECOND : Double.NaN;
    }
}
