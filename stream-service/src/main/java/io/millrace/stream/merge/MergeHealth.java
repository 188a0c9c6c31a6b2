package io.millrace.stream.merge;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.FailureKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the {@link MergeState} of one stream. Each change is one entry in the log, with the stack trace of its cause. */
final class MergeHealth {
    private static final Logger LOG = LoggerFactory.getLogger(MergeHealth.class);
    private static final MergeState RUNNING = new MergeState.Running();
    /** Created in advance: there may be no memory to create one later. */
    private static final MergeState NO_MEMORY = new MergeState.Retrying(
            "out of memory while a failure was recorded; give the service more memory", Instant.EPOCH);

    private final StreamName stream;
    private final Clock clock;
    private volatile MergeState merging = RUNNING;
    /** The states of the partitions that could not be started. */
    private final Map<Integer, MergeState> partitions = new ConcurrentHashMap<>();

    MergeHealth(StreamName stream, Clock clock) {
        this.stream = stream;
        this.clock = clock;
    }

    /** The state of the merge as a whole if it is not running, else of a partition that is not running. */
    MergeState now() {
        MergeState whole = merging;
        return whole instanceof MergeState.Running
                ? partitions.values().stream().findFirst().orElse(RUNNING)
                : whole;
    }

    boolean isRunning() {
        return merging instanceof MergeState.Running;
    }

    void running() {
        if (!isRunning()) {
            LOG.info("The merge of stream {} is running again", stream);
            merging = RUNNING;
        }
    }

    void failed(Throwable cause) {
        try {
            MergeState before = merging;
            MergeState next = after(before, cause);
            merging = next;
            if (isNews(before, next)) {
                LOG.error("The merge of stream {} is {}: {}", stream, next.label(), next.reason(), cause);
            }
        } catch (OutOfMemoryError again) {
            merging = NO_MEMORY;
        }
    }

    void partitionFailed(int partition, Throwable cause) {
        MergeState before = partitions.getOrDefault(partition, RUNNING);
        MergeState next = after(before, cause);
        partitions.put(partition, next);
        if (isNews(before, next)) {
            LOG.error("Partition {} of stream {} is not read, its start is {}: {}", partition, stream, next.label(),
                    next.reason(), cause);
        }
    }

    void partitionRunning(int partition) {
        if (partitions.remove(partition) != null) {
            LOG.info("Partition {} of stream {} is no longer waiting for its start", partition, stream);
        }
    }

    private MergeState after(MergeState before, Throwable cause) {
        FailureKind kind = FailureKind.of(cause);
        boolean retry = kind == FailureKind.TEMPORARY;
        Instant since = switch (before) {
            case MergeState.Retrying retrying when retry -> retrying.since();
            case MergeState.Paused paused when !retry -> paused.since();
            case MergeState.Running running -> clock.instant();
            case MergeState.Retrying retrying -> clock.instant();
            case MergeState.Paused paused -> clock.instant();
        };
        return switch (kind) {
            case TEMPORARY -> new MergeState.Retrying(FailureKind.describe(cause), since);
            case REFUSED -> new MergeState.Paused(FailureKind.describe(cause), since);
            case PROGRAM_ERROR ->
                new MergeState.Paused(FailureKind.describe(cause) + ". No record was skipped. The next"
                        + " attempt is in " + RetryDelay.AFTER_PROGRAM_ERROR.toMinutes()
                        + " minutes, or when the service is"
                        + " restarted", since);
        };
    }

    /** While a stream is retrying, causes may alternate; while it is paused, another reason needs another remedy. */
    private static boolean isNews(MergeState before, MergeState next) {
        return !next.label().equals(before.label())
                || next instanceof MergeState.Paused && !next.reason().equals(before.reason());
    }
}
