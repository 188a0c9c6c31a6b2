package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;

import io.millrace.bench.chaos.preload.FaultControl;
import io.millrace.bench.chaos.preload.FaultLibrary;
import io.millrace.launcher.local.ServiceProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
@OnRunningSystem
class ClockSetBackTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration EIGHT_DAYS = Duration.ofDays(8);

    private final RunningSystem system;

    ClockSetBackTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void aServiceWhoseClockWasEightDaysAheadAsksForARestartWhenItIsMended(@TempDir Path folder) {
        assumeTrue(FaultLibrary.isPossible(), FaultLibrary.NEEDS);
        FaultLibrary library = FaultLibrary.compile(folder.resolve("library")).orElseThrow();
        FaultControl clock = FaultControl.in(folder.resolve("control"));
        try (ServiceProcess batch = system.startBatch(Duration.ofSeconds(1), library.variables(clock, folder))) {
            awaitTwoRuns(batch);

            clock.setClock(EIGHT_DAYS);
            awaitTwoRuns(batch);
            assertFalse(batch.needsRestart());

            clock.setClock(Duration.ZERO);
            awaitTwoRuns(batch); // What does not need Kafka goes on.
            await("not live").atMost(SOON).until(batch::needsRestart);
        }
    }

    /** One of them may have begun before. */
    private static void awaitTwoRuns(ServiceProcess batch) {
        double before = runs(batch);
        await("two runs after " + before).atMost(SOON).until(() -> runs(batch) >= before + 2);
    }

    private static double runs(ServiceProcess batch) {
        return batch.metrics().orElse("").lines().filter(line -> line.startsWith("millrace_batch_runs_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
