package io.millrace.batch.signals;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.interval.Intervals;
import io.millrace.contracts.supervision.Supervision;
import io.quarkus.runtime.StartupEvent;

/** Measures the tables at intervals, beside the runs. */
@ApplicationScoped
public class SignalSchedule {
    private final Runnable measuring;

    SignalSchedule(TableSignals signals, Supervision supervision) {
        this.measuring = supervision.task("signals",
                "Check that the registry and the storage of the tables answer; metrics of tables are NaN until then")
                .guard(signals::measure);
    }

    void start(@Observes StartupEvent event, Intervals intervals, BatchServiceConfig config) {
        if (config.batch().mode() != BatchServiceConfig.Mode.ONCE) {
            intervals.every(config.batch().signals().every(), "signals", measuring);
        }
    }
}
