package io.millrace.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;

/** Starts a run at intervals; one that is still going on is waited for. */
@ApplicationScoped
public class BatchSchedule {
    private final BatchRun run;
    private volatile boolean lastRunWell = true;
    private volatile boolean ran;

    BatchSchedule(BatchRun run) {
        this.run = run;
    }

    @Scheduled(every = "${millrace.batch.every:5m}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = OnlyWhenScheduled.class)
    void tick() {
        lastRunWell = run.run();
        ran = true;
    }

    /** Whether a run was made. */
    public boolean ran() {
        return ran;
    }

    /** Whether the last run succeeded and its audit found nothing missing. */
    public boolean lastRunWell() {
        return lastRunWell;
    }

    /** Leaves the one run of the other mode alone. */
    @Singleton
    static class OnlyWhenScheduled implements Scheduled.SkipPredicate {
        private final BatchServiceConfig config;

        OnlyWhenScheduled(BatchServiceConfig config) {
            this.config = config;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return config.batch().mode() == BatchServiceConfig.Mode.ONCE;
        }
    }
}
