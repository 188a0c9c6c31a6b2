package io.millrace.batch.signals;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.contracts.supervision.Supervision;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;

/** Measures the tables at intervals, beside the runs. */
@ApplicationScoped
public class SignalSchedule {
    private final Runnable measuring;

    SignalSchedule(TableSignals signals, Supervision supervision) {
        this.measuring = supervision.task("signals",
                "Check that the registry and the storage of the tables answer; metrics of tables are NaN until then")
                .guard(signals::measure);
    }

    @Scheduled(every = "${millrace.batch.signals.every:30s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, skipExecutionIf = WithoutSchedule.class)
    void measure() {
        measuring.run();
    }

    /** Skips the schedule in mode {@code once}. */
    @Singleton
    static class WithoutSchedule implements Scheduled.SkipPredicate {
        private final BatchServiceConfig config;

        WithoutSchedule(BatchServiceConfig config) {
            this.config = config;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return config.batch().mode() == BatchServiceConfig.Mode.ONCE;
        }
    }
}
