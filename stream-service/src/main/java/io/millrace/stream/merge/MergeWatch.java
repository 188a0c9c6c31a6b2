package io.millrace.stream.merge;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.landing.HungThread;

/**
 * Checks that the merges make progress. One whose thread waits for something that never comes has no failure, and other writers
 * may merge its records, so nothing else would show it.
 */
public final class MergeWatch {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Supplier<Map<StreamName, StreamMerge>> merges;
    private final SupervisedTask task;
    private final Duration patience;
    private final Duration end;

    /**
     * @param hangsAfter
     *            after this time without progress the service asks for a restart, if nothing else helps
     */
    public MergeWatch(Supplier<Map<StreamName, StreamMerge>> merges, Supervision supervision, Duration hangsAfter) {
        this(merges, supervision, hangsAfter.compareTo(PATIENCE) < 0 ? hangsAfter : PATIENCE, hangsAfter);
    }

    /**
     * @param patience
     *            after this time without progress the task fails
     * @param end
     *            after this time the service asks for a restart, if nothing else helps
     */
    MergeWatch(Supplier<Map<StreamName, StreamMerge>> merges, Supervision supervision, Duration patience,
            Duration end) {
        this.merges = merges;
        this.task = supervision.task("merges",
                "Check that the storage of the table answers; the log has what the merge waits for");
        this.patience = patience;
        this.end = end;
    }

    /** Checks once. */
    public void look() {
        task.guard(() -> merges.get().forEach((stream, merge) -> {
            Optional<StreamMerge.Standstill> found = merge.standstill(patience);
            if (found.isPresent()) {
                StreamMerge.Standstill still = found.get();
                IllegalStateException hangs = new IllegalStateException("the merge of stream " + stream
                        + " has made no progress for " + still.forTime().toSeconds() + " s");
                hangs.setStackTrace(still.stack());
                if (still.forTime().compareTo(end) > 0 && !HungThread.mayGoOn(still.stack())) {
                    task.ended(hangs);
                } else {
                    throw hangs;
                }
            }
        })).run();
    }
}
