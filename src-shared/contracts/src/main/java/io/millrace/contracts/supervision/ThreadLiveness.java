package io.millrace.contracts.supervision;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Not live after the end of a thread that only a restart can bring back. Lists the background tasks that fail. */
@Liveness
@ApplicationScoped
public class ThreadLiveness implements HealthCheck {
    private final Supervision supervision;

    ThreadLiveness(Supervision supervision) {
        this.supervision = supervision;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("threads");
        supervision.troubles().forEach(response::withData);
        return response.status(!supervision.needsRestart()).build();
    }
}
