package io.millrace.batch;

import java.util.Set;

import jakarta.inject.Inject;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.batch.schedule.BatchSchedule;
import io.millrace.contracts.schema.StreamName;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one run and exits; or answers operators, and keeps the {@link BatchSchedule} running, until it is stopped. */
@QuarkusMain
public class BatchApplication implements QuarkusApplication {
    private static final Logger LOG = LoggerFactory.getLogger(BatchApplication.class);

    private static final int FAILED = 1;
    private static final int UNFINISHED = 2;

    @Inject
    BatchServiceConfig config;

    @Inject
    BatchRun run;

    @Override
    public int run(String... arguments) {
        if (config.batch().mode() == BatchServiceConfig.Mode.ONCE) {
            boolean well = run.run() & run.deleteStreams();
            Set<StreamName> hanging = run.hanging();
            if (!hanging.isEmpty()) {
                LOG.error(
                        "The run did not finish these streams: {}. See the errors above; the next run goes on with them",
                        hanging);
                return UNFINISHED;
            }
            LOG.info("The run {}", well ? "succeeded" : "failed; see the errors above");
            return well ? 0 : FAILED;
        }
        Quarkus.waitForExit();
        return 0;
    }
}
