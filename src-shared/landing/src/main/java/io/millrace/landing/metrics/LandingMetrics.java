package io.millrace.landing.metrics;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.SloCounts;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.TaskState;
import io.millrace.landing.LandingResult;
import io.millrace.landing.Lateness;
import io.millrace.table.MergeOutcome;

/**
 * Owns the meters of merges, dead letters, objectives and background tasks. The labels are bounded: stream, outcome, lateness,
 * reason, objective, task.
 */
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

    /** Shows an objective of a stream: its target, and how often it was judged and missed. */
    public SloCounts watch(StreamName stream, SloCounts counts) {
        Tags tags = Tags.of(STREAM, stream.value(), "slo", counts.slo().label());
        FunctionCounter.builder("millrace.slo.judged", counts, SloCounts::judged).tags(tags).register(registry);
        FunctionCounter.builder("millrace.slo.missed", counts, SloCounts::missed).tags(tags).register(registry);
        Gauge.builder("millrace.slo.objective", counts, judged -> judged.target().objective()).tags(tags)
                .register(registry);
        Gauge.builder("millrace.slo.threshold", counts, judged -> judged.target().threshold()).tags(tags)
                .register(registry);
        Gauge.builder("millrace.slo.source", counts, SloCounts::source).tags(tags).register(registry);
        return counts;
    }

    /** Registers the counters of a stream at 0: a counter that begins with its first event hides this event from rates. */
    void register(StreamName stream) {
        for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
            deadLetters(stream, reason, 0);
        }
        merged(stream, new MergeOutcome.Merged(0, 0, 0, 0, 0, 0), 0);
        lateness(stream, Lateness.NONE);
        registry.counter("millrace.merge.scattered", STREAM, stream.value()).increment(0);
        lost(stream, 0);
    }

    /** Counts the rows and dead letters of a merge. */
    public void landed(StreamName stream, LandingResult result) {
        for (DeadLetter letter : result.deadLetters()) {
            deadLetters(stream, letter.reason(), 1);
        }
        if (result.outcome() instanceof MergeOutcome.Merged committed) {
            merged(stream, committed, 1);
            lateness(stream, result.lateness());
            registry.counter("millrace.merge.scattered", STREAM, stream.value())
                    .increment(result.isScattered() ? 1 : 0);
        } else if (result.outcome() instanceof MergeOutcome.AlreadyMerged merged) {
            rows(stream, "cut", merged.cut());
        }
    }

    private void merged(StreamName stream, MergeOutcome.Merged committed, int commits) {
        registry.counter("millrace.merge.commits", STREAM, stream.value()).increment(commits);
        registry.counter("millrace.merge.conflicts", STREAM, stream.value())
                .increment(Math.max(0, committed.attempts() - 1));
        rows(stream, "inserted", committed.inserted());
        rows(stream, "replaced", committed.replaced());
        rows(stream, "duplicate", committed.duplicates());
        rows(stream, "cut", committed.cut());
    }

    private void lateness(StreamName stream, Lateness lateness) {
        late(stream, "1h", lateness.upToAnHour());
        late(stream, "1d", lateness.upToADay());
        late(stream, "7d", lateness.upToAWeek());
        late(stream, "older", lateness.older());
    }

    private void deadLetters(StreamName stream, DeadLetter.Reason reason, int number) {
        registry.counter("millrace.dead.letters", STREAM, stream.value(), "reason", reason.code()).increment(number);
    }

    /** Counts offsets that Kafka deleted before they were merged: their events are lost. */
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
