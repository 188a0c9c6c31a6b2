package io.millrace.batch.schedule;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the last run succeeded and its audit found no missing record. Names the streams that failed, with the cause. */
@Readiness
@ApplicationScoped
public class ReadyWhenRunsSucceed implements HealthCheck {
    private final BatchSchedule schedule;
    private final BatchRun run;

    ReadyWhenRunsSucceed(BatchSchedule schedule, BatchRun run) {
        this.run = run;
        this.schedule = schedule;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("last run").status(schedule.lastRunWell())
                .withData("ran", schedule.ran());
        run.failures().forEach((stream, cause) -> response.withData(stream.value(), cause));
        return response.build();
    }
}
