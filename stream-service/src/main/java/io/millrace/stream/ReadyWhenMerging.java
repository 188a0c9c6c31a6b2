package io.millrace.stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.contracts.ContractCatalog;
import io.millrace.stream.merge.StreamMerges;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready from when contracts were first loaded, as long as every stream's merge goes on. Says which one does not, and why. */
@Readiness
@ApplicationScoped
public class ReadyWhenMerging implements HealthCheck {
    private final ContractCatalog catalog;
    private final StreamMerges merges;

    ReadyWhenMerging(ContractCatalog catalog, StreamMerges merges) {
        this.catalog = catalog;
        this.merges = merges;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("tables");
        boolean merging = true;
        for (var merge : merges.all().entrySet()) {
            String trouble = merge.getValue().trouble();
            if (trouble != null) {
                merging = false;
                response.withData(merge.getKey().value(), trouble);
            }
        }
        return response.status(catalog.loaded() && merging).withData("streams", merges.all().size()).build();
    }
}
