package io.millrace.stream.merge;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.millrace.contracts.schema.StreamName;
import io.millrace.table.TableRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the {@link MergeState} of one stream. Each change is one line in the log. */
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
            if (!next.label().equals(before.label())) {
                LOG.error("The merge of stream {} is {}: {}", stream, next.label(), message(cause), cause);
            }
        } catch (OutOfMemoryError again) {
            merging = NO_MEMORY;
        }
    }

    void partitionFailed(int partition, Throwable cause) {
        partitions.put(partition, after(partitions.getOrDefault(partition, RUNNING), cause));
    }

    void partitionRunning(int partition) {
        partitions.remove(partition);
    }

    private MergeState after(MergeState before, Throwable cause) {
        boolean pause = cause instanceof StreamPausedException || cause instanceof TableRefusedException;
        Instant since = switch (before) {
            case MergeState.Retrying retrying when !pause -> retrying.since();
            case MergeState.Paused paused when pause -> paused.since();
            case MergeState.Running running -> clock.instant();
            case MergeState.Retrying retrying -> clock.instant();
            case MergeState.Paused paused -> clock.instant();
        };
        return pause
                ? new MergeState.Paused(message(cause), since)
                : new MergeState.Retrying(message(cause), since);
    }

    /** The name of an Error says more than its message. */
    private static String message(Throwable cause) {
        return cause instanceof Error || cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
