package io.millrace.table.internal.maintenance;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The time of a table: how much of it has passed, as far as its commits bear witness. Nothing else decides what is old
 * enough to be removed.
 *
 * <p>
 * A commit's time is the modification time of its file in the log, given by the storage. These times may be wrong: a
 * clock leaps, or two machines disagree by days. So time moves only when a commit is later than all before it, and one
 * such step counts for {@code step} at most. Then
 * <ul>
 * <li>the wall clock of whoever asks plays no part;
 * <li>a clock that goes back stops the table's time until it has caught up;
 * <li>a clock that leaps ahead, by however much, moves it by {@code step} at most, and so do two writers whose clocks
 * differ, however often they take turns: only the first of them sets a new latest time.
 * </ul>
 * {@link #hasPassed} asks for {@code step} more than the span in question and is therefore never deceived by one leap. The
 * price is that time passes slowly in a table whose commits are further apart than {@code step}, and not at all without
 * commits: what could be removed stays longer.
 */
final class TableTime {
    private final TreeMap<Long, Long> believed = new TreeMap<>();
    private final long step;

    private TableTime(long step) {
        this.step = step;
    }

    /**
     * The time that these commits bear witness of.
     *
     * @param commits
     *            when each version was committed, in milliseconds since the epoch
     * @param step
     *            the most that one commit counts for
     */
    static TableTime of(SortedMap<Long, Long> commits, Duration step) {
        TableTime time = new TableTime(step.toMillis());
        long latest = Long.MIN_VALUE;
        long now = 0;
        for (var commit : commits.entrySet()) {
            long at = commit.getValue();
            if (latest == Long.MIN_VALUE) {
                latest = at;
                now = at;
            } else if (at > latest) {
                now += Math.min(at - latest, time.step);
                latest = at;
            }
            time.believed.put(commit.getKey(), now);
        }
        return time;
    }

    /** The table's time now, in milliseconds since the epoch; at or before the time of its newest commit. */
    long now() {
        return believed.isEmpty() ? Long.MIN_VALUE : believed.lastEntry().getValue();
    }

    /** Whether more than the span has certainly passed since a version; of one that has left the log, since the oldest. */
    boolean hasPassed(Duration span, long sinceVersion) {
        if (believed.isEmpty() || sinceVersion > believed.lastKey()) {
            return false;
        }
        long since = believed.ceilingEntry(sinceVersion).getValue();
        return now() - since > span.toMillis() + step;
    }
}
