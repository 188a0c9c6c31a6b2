package io.millrace.stream.merge;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.millrace.contracts.schema.StreamName;
import io.millrace.table.TableRefusedException;
import org.jboss.logging.Logger;

/** Holds the {@link MergeState} of one stream. Each change is one line in the log. */
final class MergeHealth {
    private static final Logger LOG = Logger.getLogger(MergeHealth.class);
    private static final MergeState RUNNING = new MergeState.Running();
    /** Made beforehand: there may be no memory for another one. */
    private static final MergeState NO_MEMORY = new MergeState.Retrying(
            "out of memory while reporting a failure; give the service more memory", Instant.EPOCH);

    private final StreamName stream;
    private final Clock clock;
    private volatile MergeState merging = RUNNING;
    /** Of partitions that could not be started. */
    private final Map<Integer, MergeState> partitions = new ConcurrentHashMap<>();

    MergeHealth(StreamName stream, Clock clock) {
        this.stream = stream;
        this.clock = clock;
    }

    /** That of the merge as a whole, else that of a partition that does not run. */
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
            LOG.infof("Merging of stream %s goes on", stream);
            merging = RUNNING;
        }
    }

    void failed(Throwable cause) {
        try {
            MergeState before = merging;
            MergeState next = after(before, cause);
            merging = next;
            if (!next.label().equals(before.label())) {
                LOG.errorf(cause, "Merging of stream %s is %s: %s", stream, next.label(), message(cause));
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

    /** An Error has a name that says more than its message. */
    private static String message(Throwable cause) {
        return cause instanceof Error || cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
