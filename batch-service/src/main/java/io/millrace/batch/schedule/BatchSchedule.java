package io.millrace.batch.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.metrics.BatchMetrics;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import org.jboss.logging.Logger;

/** Starts a run at intervals; one that is still going on is waited for. */
@ApplicationScoped
public class BatchSchedule {
    private static final Logger LOG = Logger.getLogger(BatchSchedule.class);

    private final BatchRun run;
    private final BatchMetrics metrics;
    private volatile boolean lastRunWell = true;
    private volatile boolean ran;

    BatchSchedule(BatchRun run, BatchMetrics metrics) {
        this.run = run;
        this.metrics = metrics;
    }

    @Scheduled(every = "${millrace.batch.every:5m}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = OnlyWhenScheduled.class)
    void tick() {
        boolean well = false;
        try {
            well = run.run();
        } catch (Throwable e) { // The scheduler would log it, and health would go on with the run before.
            LOG.errorf(e, "The run failed and will be made again: %s", e);
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
