package io.millrace.batch.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.interval.Intervals;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.landing.FailureKind;
import io.millrace.landing.StreamCalls;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
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

    void start(@Observes StartupEvent event, Intervals intervals, BatchServiceConfig config) {
        BatchServiceConfig.Batch batch = config.batch();
        if (batch.mode() == BatchServiceConfig.Mode.SCHEDULE) {
            intervals.every(batch.every(), "run", this::tick);
            intervals.every(batch.deletion().every(), "deletion of streams", this::deleteStreams);
        }
    }

    /** A run that waits for a stream must not hold up the end of the process. */
    void stop(@Observes ShutdownEvent event, StreamCalls calls) {
        calls.close();
    }

    private void tick() {
        boolean well = false;
        try {
            well = run.run();
            failure = "";
        } catch (Throwable e) { // Otherwise it would only be logged, and health would still show the previous run.
            LOG.error("The run failed; the next run tries again: {}", FailureKind.describe(e), e);
            failure = FailureKind.describe(e);
            metrics.run(false);
        } finally {
            lastRunWell = well;
            ran = true;
        }
    }

    private void deleteStreams() {
        var unused = run.deleteStreams();
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
}
