package io.millrace.ingest.catalog;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRefresher;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.ingest.config.ContractsConfig;
import io.millrace.ingest.health.DependencyHealth;
import io.millrace.ingest.metrics.IngestMetrics;
import io.quarkus.runtime.StartupEvent;

/**
 * Finds the contract of a stream, and refreshes the contracts when a request names an unknown stream. A request for a known
 * stream never waits.
 */
@Singleton
public class StreamFinder {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ContractCatalog catalog;
    private final DependencyHealth dependencies;
    private final IngestMetrics metrics;
    private final ContractRefresher refresher;

    StreamFinder(ContractCatalog catalog, ContractUpdates updates, DependencyHealth dependencies,
            ScheduledExecutorService executor, ContractsConfig config, IngestMetrics metrics, Supervision supervision) {
        this.catalog = catalog;
        this.dependencies = dependencies;
        this.metrics = metrics;
        this.refresher = new ContractRefresher(catalog, config.pollInterval(), updates,
                supervision.task("contracts", "Check the registry, and the log for the cause"), executor);
        metrics.watchContracts(() -> catalog.streams().size(), () -> catalog.refused().size(),
                () -> catalog.refusedOdcs().size(), this::ageSeconds);
        metrics.targetsFrom(stream -> catalog.active(stream).map(known -> known.latest().slo())
                .orElseGet(() -> SloDefaults.bundled().targets()));
        metrics.streamsFrom(stream -> catalog.active(stream).isPresent());
    }

    /** Before the observers that ask Kafka. */
    void refreshed(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ContractsRefreshed refreshed) {
        metrics.forgetStreamsThatAreGone();
    }

    /** Before the messaging connector creates its producer, so that both proceed at the same time. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        refresher.start();
    }

    @PreDestroy
    void stop() {
        refresher.close();
    }

    /**
     * Finds a stream; queries the registry when it is not known, a few times in a second for all requests together. Never
     * blocks.
     */
    public CompletionStage<StreamLookup> find(StreamName stream) {
        boolean known = catalog.active(stream).isPresent();
        metrics.contractLookedUp(known);
        if (known || catalog.state(stream) instanceof StreamState.Deleting) {
            return CompletableFuture.completedFuture(lookUp(stream, true));
        }
        return refresher.refreshNow()
                .completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(answered -> lookUp(stream, answered));
    }

    /** A stream that is not among those that were loaded does not exist, unless the registry is known to be away. */
    private StreamLookup lookUp(StreamName stream, boolean registryAnswered) {
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

    private double ageSeconds() {
        return refresher.age().map(age -> age.toNanos() / NANOS_PER_SECOND).orElse(Double.NaN);
    }
}
