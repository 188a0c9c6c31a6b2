package io.millrace.table.internal.maintenance;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The time of a table, measured by its commits. It alone decides which files are old enough to be removed.
 *
 * <p>
 * The time of a commit is the modification time of its file in the log, set by the storage. These times may be wrong: a clock
 * jumps, or two machines differ by days. So table time advances only when a commit is later than all before it, and by
 * {@code step} at most for one commit. Then
 * <ul>
 * <li>the wall clock of the calling process has no effect;
 * <li>a clock that goes back stops table time until it has caught up;
 * <li>a clock that jumps ahead by any amount advances table time by {@code step} at most, and so do two writers whose clocks
 * differ, however often they take turns: only the first of them sets a new latest time.
 * </ul>
 * {@link #hasPassed} requires {@code step} more than the span in question, so that one jump cannot satisfy it. The price is that
 * time passes slowly in a table whose commits are further apart than {@code step}, and not at all without commits: files are
 * removed later.
 */
final class TableTime {
    private final TreeMap<Long, Long> believed = new TreeMap<>();
    private final long step;
    private long newest = Long.MIN_VALUE;

    private TableTime(long step) {
        this.step = step;
    }

    /**
     * The table time after these commits.
     *
     * @param commits
     *            the time of each commit, in milliseconds since the epoch
     * @param step
     *            upper limit of the advance by one commit
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
            time.newest = at;
        }
        return time;
    }

    /** Table time at the newest commit, in milliseconds since the epoch; not after the time of that commit. */
    long now() {
        return believed.isEmpty() ? Long.MIN_VALUE : believed.lastEntry().getValue();
    }

    /**
     * Whether more than the span has certainly passed since a moment, in milliseconds since the epoch. The newest commit must
     * agree: table time alone may have begun with a clock that was ahead.
     */
    boolean hasPassedSinceMoment(Duration span, long moment) {
        return !believed.isEmpty() && Math.min(now(), newest) - moment > span.toMillis() + step;
    }

    /** Whether more than the span has certainly passed since a version, or, if the log lacks it, since the oldest version. */
    boolean hasPassed(Duration span, long sinceVersion) {
        if (believed.isEmpty() || sinceVersion > believed.lastKey()) {
            return false;
        }
        long since = believed.ceilingEntry(sinceVersion).getValue();
        return now() - since > span.toMillis() + step;
    }
}
