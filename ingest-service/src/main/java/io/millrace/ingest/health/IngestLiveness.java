package io.millrace.ingest.health;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.contracts.supervision.Supervision;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Live until a thread has ended that only a restart brings back. Names every background task that fails. */
@Liveness
@ApplicationScoped
public class IngestLiveness implements HealthCheck {
    private final Supervision supervision;

    IngestLiveness(Supervision supervision) {
        this.supervision = supervision;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("threads");
        supervision.troubles().forEach(response::withData);
        return response.status(!supervision.needsRestart()).build();
    }
}
