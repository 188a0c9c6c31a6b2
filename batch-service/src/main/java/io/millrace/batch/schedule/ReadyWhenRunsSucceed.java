package io.millrace.batch.schedule;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.batch.maintain.Maintenance;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the last run succeeded and its audits have no open finding. Names the streams that failed, with the cause, and
 * failures of maintenance and deletion, which do not change the state: no row is affected.
 */
@Readiness
@ApplicationScoped
public class ReadyWhenRunsSucceed implements HealthCheck {
    private final BatchSchedule schedule;
    private final BatchRun run;
    private final Maintenance maintenance;

    ReadyWhenRunsSucceed(BatchSchedule schedule, BatchRun run, Maintenance maintenance) {
        this.run = run;
        this.maintenance = maintenance;
        this.schedule = schedule;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("last run").status(schedule.lastRunWell())
                .withData("ran", schedule.ran());
        if (!schedule.failure().isEmpty()) {
            response.withData("run", schedule.failure());
        }
        run.failures().forEach(response::withData);
        maintenance.failures().forEach((stream, cause) -> response.withData("maintenance of " + stream, cause));
        run.deletionFailures().forEach((stream, cause) -> response.withData("deletion of " + stream, cause));
        return response.build();
    }
}
