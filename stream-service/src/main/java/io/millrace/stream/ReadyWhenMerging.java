package io.millrace.stream;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.stream.merge.MergeState;
import io.millrace.stream.merge.StreamMerges;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the contracts are loaded, while the merge of every stream and every background task is running. Names those that
 * are not running, with the cause.
 */
@Readiness
@ApplicationScoped
public class ReadyWhenMerging implements HealthCheck {
    private final ContractCatalog catalog;
    private final StreamMerges merges;
    private final Supervision supervision;

    ReadyWhenMerging(ContractCatalog catalog, StreamMerges merges, Supervision supervision) {
        this.supervision = supervision;
        this.catalog = catalog;
        this.merges = merges;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("tables");
        boolean running = true;
        for (var stream : merges.states().entrySet()) {
            if (!(stream.getValue() instanceof MergeState.Running)) {
                running = false;
                response.withData(stream.getKey().value(), stream.getValue().describe());
            }
        }
        merges.all().forEach((stream, merge) -> merge.backgroundFailure()
                .ifPresent(failure -> response.withData("table of " + stream.value(), failure)));
        Map<String, String> troubles = supervision.troubles();
        troubles.forEach((task, state) -> response.withData("task " + task, state));
        return response.status(catalog.loaded() && running && troubles.isEmpty())
                .withData("streams", merges.all().size()).build();
    }
}
