package io.millrace.batch.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.landing.FailureKind;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts runs at intervals. A run does not start while another one is running. */
@ApplicationScoped
public class BatchSchedule {
    private static final Logger LOG = LoggerFactory.getLogger(BatchSchedule.class);

    private final BatchRun run;
    private final BatchMetrics metrics;
    private volatile boolean lastRunWell = true;
    private volatile boolean ran;
    private volatile String failure = "";

    BatchSchedule(BatchRun run, BatchMetrics metrics) {
        this.run = run;
        this.metrics = metrics;
    }

    @Scheduled(every = "${millrace.batch.every:5m}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = OnlyWhenScheduled.class)
    void tick() {
        boolean well = false;
        try {
            well = run.run();
            failure = "";
        } catch (Throwable e) { // The scheduler would only log it, and health would still show the previous run.
            LOG.error("The run failed; the next run tries again: {}", FailureKind.describe(e), e);
            failure = FailureKind.describe(e);
            metrics.run(false);
        } finally {
            lastRunWell = well;
            ran = true;
        }
    }

    @Scheduled(every = "${millrace.batch.deletion.every:10s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = OnlyWhenScheduled.class)
    void deleteStreams() {
        run.deleteStreams();
    }

    /** Whether a run has ended. */
    public boolean ran() {
        return ran;
    }

    /** Whether the last run succeeded and its audits have no open finding. */
    public boolean lastRunWell() {
        return lastRunWell;
    }

    /** Why the last run ended before its end; else empty. */
    public String failure() {
        return failure;
    }

    /** Skips the schedule in the modes that have none. */
    @Singleton
    static class OnlyWhenScheduled implements Scheduled.SkipPredicate {
        private final BatchServiceConfig config;

        OnlyWhenScheduled(BatchServiceConfig config) {
            this.config = config;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return config.batch().mode() != BatchServiceConfig.Mode.SCHEDULE;
        }
    }
}
