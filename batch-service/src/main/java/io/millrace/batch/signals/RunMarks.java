package io.millrace.batch.signals;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.batch.metrics.RunStep;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.EventTable;

/**
 * Records when the steps of a run succeeded: in the metrics, and in mode {@code once} in the table too. The process of such a
 * run ends before its metrics are read; the service in mode {@code operations} shows what the table says.
 */
@Singleton
public class RunMarks {
    private static final String PREFIX = "millrace-batch-run/";

    private final BatchMetrics metrics;
    private final Clock clock;
    private final boolean inTable;

    RunMarks(BatchMetrics metrics, Clock clock, BatchServiceConfig config) {
        this.metrics = metrics;
        this.clock = clock;
        this.inTable = config.batch().mode() == BatchServiceConfig.Mode.ONCE;
    }

    /** Records these steps. A stream that never had a record has no table, and nothing is recorded in it. */
    public void record(StreamName stream, EventTable table, Set<RunStep> succeeded) {
        Instant now = clock.instant();
        succeeded.forEach(step -> metrics.stepSucceeded(stream, step, now));
        if (inTable && !table.books().isEmpty()) {
            Map<String, Long> marks = new HashMap<>();
            succeeded.forEach(step -> marks.put(PREFIX + step.label(), now.getEpochSecond()));
            table.mark(marks);
        }
    }

    /** Shows what the marks of a table say. Returns whether there are marks of runs. */
    boolean show(StreamName stream, Map<String, Long> marks) {
        boolean found = false;
        for (RunStep step : RunStep.values()) {
            Long seconds = marks.get(PREFIX + step.label());
            if (seconds != null) {
                metrics.stepSucceeded(stream, step, Instant.ofEpochSecond(seconds));
                found = true;
            }
        }
        return found;
    }
}
