package io.millrace.ingest;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.ingest.config.RegistryAddress;
import io.millrace.ingest.metrics.IngestMetrics;
import io.quarkus.runtime.StartupEvent;

/** Makes beans of what knows nothing of beans. */
final class IngestBeans {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Supervision supervision(Clock clock, IngestMetrics metrics) {
        return new Supervision(clock, metrics::watch);
    }

    void watchProcess(@Observes StartupEvent event, Supervision supervision, ScheduledExecutorService executor) {
        supervision.watchThreads();
        supervision.watchClock(executor);
    }

    @Produces
    @Singleton
    ContractRegistry registry(RegistryAddress config) {
        return new ApicurioContractRegistry(config.url());
    }

    @Produces
    @Singleton
    ContractCatalog catalog(ContractRegistry registry) {
        return new ContractCatalog(registry);
    }
}
