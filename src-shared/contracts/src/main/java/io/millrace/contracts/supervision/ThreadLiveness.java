package io.millrace.contracts.supervision;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Live until a thread has ended that only a restart of the service brings back. Names every background task that fails. */
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
