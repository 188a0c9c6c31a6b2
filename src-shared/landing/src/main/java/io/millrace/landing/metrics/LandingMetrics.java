package io.millrace.landing.metrics;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.TaskState;
import io.millrace.landing.LandingResult;
import io.millrace.table.MergeOutcome;

/** Owns the meters of merges, dead letters and background tasks. The labels are bounded: stream, outcome, lateness, reason, task. */
@Singleton
public class LandingMetrics {
    private static final String STREAM = "stream";

    private final MeterRegistry registry;

    public LandingMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Measures a background task: the number of its failures, and whether it fails now. */
    public void watch(SupervisedTask task) {
        Tags tags = Tags.of("task", task.name());
        registry.more().counter("millrace.task.failures", tags, task, SupervisedTask::failures);
        registry.gauge("millrace.task.failing", tags, task,
                watched -> watched.state() instanceof TaskState.Running ? 0 : 1);
    }

    /** Counts the rows and dead letters of a merge. */
    public void landed(StreamName stream, LandingResult result) {
        for (DeadLetter letter : result.deadLetters()) {
            registry.counter("millrace.dead.letters", STREAM, stream.value(), "reason", letter.reason().code())
                    .increment();
        }
        if (result.outcome() instanceof MergeOutcome.Merged committed) {
            registry.counter("millrace.merge.commits", STREAM, stream.value()).increment();
            rows(stream, "inserted", committed.inserted());
            rows(stream, "replaced", committed.replaced());
            rows(stream, "duplicate", committed.duplicates());
            rows(stream, "cut", committed.cut());
            late(stream, "1h", result.lateness().upToAnHour());
            late(stream, "1d", result.lateness().upToADay());
            late(stream, "7d", result.lateness().upToAWeek());
            late(stream, "older", result.lateness().older());
            registry.counter("millrace.merge.scattered", STREAM, stream.value())
                    .increment(result.isScattered() ? 1 : 0);
        } else if (result.outcome() instanceof MergeOutcome.AlreadyMerged merged) {
            rows(stream, "cut", merged.cut());
        }
    }

    /** Counts offsets that Kafka deleted before they were merged: their events are lost. Call it with 0 to register it. */
    public void lost(StreamName stream, long offsets) {
        registry.counter("millrace.offsets.lost", STREAM, stream.value()).increment(offsets);
    }

    /** Removes every meter of a stream. */
    public void forget(StreamName stream) {
        registry.getMeters().stream().filter(meter -> stream.value().equals(meter.getId().getTag(STREAM)))
                .forEach(registry::remove);
    }

    /** By upper limit of the lateness: an event is counted once, at the lowest limit that it keeps. */
    private void late(StreamName stream, String upTo, long count) {
        registry.counter("millrace.events.lateness", STREAM, stream.value(), "up_to", upTo).increment(count);
    }

    private void rows(StreamName stream, String outcome, int count) {
        registry.counter("millrace.merge.rows", STREAM, stream.value(), "outcome", outcome).increment(count);
    }
}
