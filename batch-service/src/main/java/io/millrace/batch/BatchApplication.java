package io.millrace.batch;

import jakarta.inject.Inject;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.batch.schedule.BatchSchedule;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one run and exits; or answers operators, and keeps the {@link BatchSchedule} running, until it is stopped. */
@QuarkusMain
public class BatchApplication implements QuarkusApplication {
    private static final Logger LOG = LoggerFactory.getLogger(BatchApplication.class);

    @Inject
    BatchServiceConfig config;

    @Inject
    BatchRun run;

    @Override
    public int run(String... arguments) {
        if (config.batch().mode() == BatchServiceConfig.Mode.ONCE) {
            boolean well = run.run() & run.deleteStreams();
            LOG.info("The run {}", well ? "succeeded" : "failed; see the errors above");
            return well ? 0 : 1;
        }
        Quarkus.waitForExit();
        return 0;
    }
}
