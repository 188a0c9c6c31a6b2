package io.millrace.stream.merge;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.millrace.contracts.schema.StreamName;
import io.millrace.table.TableRefusedException;
import org.jboss.logging.Logger;

/** Holds the {@link StreamState} of one stream. Each change is one line in the log. */
final class MergeHealth {
    private static final Logger LOG = Logger.getLogger(MergeHealth.class);
    private static final StreamState RUNNING = new StreamState.Running();
    /** Made beforehand: there may be no memory for another one. */
    private static final StreamState NO_MEMORY = new StreamState.Retrying(
            "out of memory while reporting a failure; give the service more memory", Instant.EPOCH);

    private final StreamName stream;
    private final Clock clock;
    private volatile StreamState merging = RUNNING;
    /** Of partitions that could not be started. */
    private final Map<Integer, StreamState> partitions = new ConcurrentHashMap<>();

    MergeHealth(StreamName stream, Clock clock) {
        this.stream = stream;
        this.clock = clock;
    }

    /** That of the merge as a whole, else that of a partition that does not run. */
    StreamState now() {
        StreamState whole = merging;
        return whole instanceof StreamState.Running
                ? partitions.values().stream().findFirst().orElse(RUNNING)
                : whole;
    }

    boolean isRunning() {
        return merging instanceof StreamState.Running;
    }

    void running() {
        if (!isRunning()) {
            LOG.infof("Merging of stream %s goes on", stream);
            merging = RUNNING;
        }
    }

    void failed(Throwable cause) {
        try {
            StreamState before = merging;
            StreamState next = after(before, cause);
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

    private StreamState after(StreamState before, Throwable cause) {
        boolean pause = cause instanceof StreamPausedException || cause instanceof TableRefusedException;
        Instant since = switch (before) {
            case StreamState.Retrying retrying when !pause -> retrying.since();
            case StreamState.Paused paused when pause -> paused.since();
            case StreamState.Running running -> clock.instant();
            case StreamState.Retrying retrying -> clock.instant();
            case StreamState.Paused paused -> clock.instant();
        };
        return pause
                ? new StreamState.Paused(message(cause), since)
                : new StreamState.Retrying(message(cause), since);
    }

    /** An Error has a name that says more than its message. */
    private static String message(Throwable cause) {
        return cause instanceof Error || cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
