package io.millrace.ingest.catalog;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRefresher;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.ingest.health.DependencyHealth;
import io.quarkus.runtime.StartupEvent;

/**
 * Registers the bundled types and creates the bundled streams before the contracts are refreshed, and reports the result of each refresh to health and to
 * the beans that keep something for each stream.
 */
@Singleton
class ContractUpdates implements ContractRefresher.Listener {
    private final ContractCatalog catalog;
    private final TypeProvision types;
    private final ContractProvision provision;
    private final DependencyHealth dependencies;
    private final Event<ContractsRefreshed> refreshed;
    private final CountDownLatch started = new CountDownLatch(1);

    ContractUpdates(ContractCatalog catalog, TypeProvision types, ContractProvision provision,
            DependencyHealth dependencies,
            Event<ContractsRefreshed> refreshed) {
        this.catalog = catalog;
        this.types = types;
        this.provision = provision;
        this.dependencies = dependencies;
        this.refreshed = refreshed;
    }

    /** The first refresh begins before the messaging connector is started, whose producer the other beans use. */
    void started(@Observes StartupEvent event) {
        started.countDown();
    }

    @Override
    public boolean beforeRefresh() {
        return types.run() && provision.run();
    }

    @Override
    public void refreshed(List<StreamContracts> news) {
        dependencies.registryAnswered();
        try {
            started.await();
        } catch (InterruptedException e) { // The service ends before it was started.
            Thread.currentThread().interrupt();
            return;
        }
        refreshed.fire(new ContractsRefreshed(catalog.streams().keySet()));
    }

    @Override
    public void unavailable(RegistryUnavailableException reason) {
        dependencies.registrySilent(String.valueOf(reason.getMessage()));
    }
}
