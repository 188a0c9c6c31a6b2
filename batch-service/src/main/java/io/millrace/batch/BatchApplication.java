package io.millrace.batch;

import jakarta.inject.Inject;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.batch.schedule.BatchSchedule;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;

/** Runs once, or until stopped with the {@link BatchSchedule} at work. */
@QuarkusMain
public class BatchApplication implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(BatchApplication.class);

    @Inject
    BatchServiceConfig config;

    @Inject
    BatchRun run;

    @Override
    public int run(String... arguments) {
        if (config.batch().mode() == BatchServiceConfig.Mode.ONCE) {
            boolean well = run.run() & run.deleteStreams();
            LOG.infof("The run %s", well ? "succeeded" : "failed; see the errors above");
            return well ? 0 : 1;
        }
        Quarkus.waitForExit();
        return 0;
    }
}
