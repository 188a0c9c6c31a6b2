package io.millrace.batch.metrics;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.TaskState;
import io.millrace.landing.LandingResult;
import io.millrace.table.MergeOutcome;
import io.millrace.table.TableUpkeep;

/** Owns every meter of the service. The only labels are the stream, an outcome and a reason: all bounded. */
@Singleton
public class BatchMetrics {
    private static final String STREAM = "stream";
    private static final String OUTCOME = "outcome";

    private final AtomicLong pendingDeletions = new AtomicLong();
    private final MeterRegistry registry;
    private final Map<StreamName, AtomicLong> lastUpkeep = new ConcurrentHashMap<>();

    public BatchMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("millrace.deletions.pending", pendingDeletions);
    }

    /** Measures a background task: how often it failed, and whether it does now. */
    public void watch(SupervisedTask task) {
        Tags tags = Tags.of("task", task.name());
        registry.more().counter("millrace.task.failures", tags, task, SupervisedTask::failures);
        registry.gauge("millrace.task.failing", tags, task,
                watched -> watched.state() instanceof TaskState.Running ? 0 : 1);
    }

    /** Counts what was fed. */
    public void fed(StreamName stream, LandingResult fed) {
        for (DeadLetter letter : fed.deadLetters()) {
            registry.counter("millrace.dead.letters", STREAM, stream.value(), "reason", letter.reason().code())
                    .increment();
        }
        if (fed.outcome() instanceof MergeOutcome.Committed committed) {
            registry.counter("millrace.merge.commits", STREAM, stream.value()).increment();
            rows(stream, "inserted", committed.inserted());
            rows(stream, "replaced", committed.replaced());
            rows(stream, "duplicate", committed.duplicates());
            rows(stream, "cut", committed.cut());
            registry.counter("millrace.merge.scattered", STREAM, stream.value())
                    .increment(fed.isScattered() ? 1 : 0);
        } else if (fed.outcome() instanceof MergeOutcome.AlreadyMerged merged) {
            rows(stream, "cut", merged.cut());
        }
    }

    /** Counts offsets that Kafka had deleted before they were read: events that are lost. Registered at 0. */
    public void lost(StreamName stream, long offsets) {
        registry.counter("millrace.offsets.lost", STREAM, stream.value()).increment(offsets);
    }

    /** Counts a run. */
    public void run(boolean succeeded) {
        registry.counter("millrace.batch.runs", OUTCOME, succeeded ? "succeeded" : "failed").increment();
    }

    /** Sets how many streams are being deleted, and counts the steps of it that failed. */
    public void deletions(int pending, int failed) {
        pendingDeletions.set(pending);
        registry.counter("millrace.deletion.failures").increment(failed);
    }

    /** Takes away what was measured of a stream that is no more. */
    public void forget(StreamName stream) {
        registry.getMeters().stream().filter(meter -> stream.value().equals(meter.getId().getTag(STREAM)))
                .forEach(registry::remove);
        lastUpkeep.remove(stream);
    }

    /** Counts records that the audit looked at. */
    public void audited(StreamName stream, long records) {
        registry.counter("millrace.audit.records", STREAM, stream.value()).increment(records);
    }

    /** Counts records that the audit found in neither place. Registered at 0, so that its absence is not taken for it. */
    public void missing(StreamName stream, long records) {
        registry.counter("millrace.audit.missing", STREAM, stream.value()).increment(records);
    }

    /** Counts what an upkeep did, and notes when that was, in seconds since the epoch. */
    public void upkeep(StreamName stream, TableUpkeep.Compacted compacted, TableUpkeep.Vacuumed vacuumed,
            TableUpkeep.LogCleaned cleaned, Instant at) {
        upkeepRuns(stream, "succeeded");
        registry.counter("millrace.upkeep.files.compacted", STREAM, stream.value()).increment(compacted.filesIn());
        registry.counter("millrace.upkeep.bytes.rewritten", STREAM, stream.value()).increment(compacted.bytesOut());
        registry.counter("millrace.upkeep.files.deleted", STREAM, stream.value())
                .increment((double) vacuumed.files() + cleaned.files());
        lastUpkeep.computeIfAbsent(stream, s -> registry.gauge("millrace.upkeep.last.success",
                Tags.of(STREAM, s.value()), new AtomicLong())).set(at.getEpochSecond());
    }

    /** Counts an upkeep that failed. */
    public void upkeepFailed(StreamName stream) {
        upkeepRuns(stream, "failed");
    }

    private void upkeepRuns(StreamName stream, String outcome) {
        registry.counter("millrace.upkeep.runs", STREAM, stream.value(), OUTCOME, outcome).increment();
    }

    private void rows(StreamName stream, String outcome, int count) {
        registry.counter("millrace.merge.rows", STREAM, stream.value(), OUTCOME, outcome).increment(count);
    }
}
