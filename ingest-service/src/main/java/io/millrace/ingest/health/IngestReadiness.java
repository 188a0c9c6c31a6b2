package io.millrace.ingest.health;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.contracts.registry.ContractCatalog;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready from the first load of the contracts until draining. Does not depend on Kafka: if all pods left the load
 * balancer in an outage, callers would get its errors, without a reason or a Retry-After.
 */
@Readiness
@ApplicationScoped
public class IngestReadiness implements HealthCheck {
    private final ContractCatalog catalog;
    private final Draining draining;

    IngestReadiness(ContractCatalog catalog, Draining draining) {
        this.catalog = catalog;
        this.draining = draining;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("contracts").status(catalog.loaded() && !draining.begun())
                .withData("streams", catalog.streams().size()).withData("draining", draining.begun()).build();
    }
}
