package io.millrace.batch;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready as long as the last run succeeded and its audit found nothing missing. */
@Readiness
@ApplicationScoped
public class ReadyWhenRunsSucceed implements HealthCheck {
    private final BatchSchedule schedule;

    ReadyWhenRunsSucceed(BatchSchedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("last run").status(schedule.lastRunWell()).withData("ran", schedule.ran())
                .build();
    }
}
