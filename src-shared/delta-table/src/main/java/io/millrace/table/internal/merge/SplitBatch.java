package io.millrace.table.internal.merge;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.mergerule.OffsetRange;

/**
 * A batch in two halves, split at the middle of the offsets of each partition, to be merged one after the other. So a writer
 * whose merges are overtaken again and again, because they are larger than those of other writers, becomes as fast as they are.
 */
record SplitBatch(MicroBatch first, MicroBatch second) {
    /** Merges a half. */
    interface Merging {
        MergeOutcome merge(MicroBatch half) throws IOException;
    }

    static boolean canHalve(MicroBatch batch) {
        return batch.ranges().values().stream().anyMatch(range -> middle(range) < range.until());
    }

    static SplitBatch of(MicroBatch batch) {
        Map<Integer, OffsetRange> before = new HashMap<>();
        Map<Integer, OffsetRange> after = new HashMap<>();
        batch.ranges().forEach((partition, range) -> {
            before.put(partition, new OffsetRange(range.from(), middle(range)));
            if (middle(range) < range.until()) {
                after.put(partition, new OffsetRange(middle(range), range.until()));
            }
        });
        return new SplitBatch(new MicroBatch(batch.topicId(), batch.events(), before, batch.others()),
                new MicroBatch(batch.topicId(), batch.events(), after, batch.others()));
    }

    /** Rounded up, so that the first half is never empty. */
    private static long middle(OffsetRange range) {
        return range.until() - (range.until() - range.from()) / 2;
    }

    /**
     * Merges both halves, and returns one outcome. When the table is put back between them, that is the gap of the second half.
     *
     * @param attempts
     *            number of attempts to commit the whole batch
     */
    MergeOutcome merged(Merging merging, int attempts) throws IOException {
        return switch (merging.merge(first)) {
            case MergeOutcome.OffsetGap gap -> gap;
            case MergeOutcome.AlreadyMerged done -> sum(attempts, new MergeOutcome.Merged(done.version(), 0, 0, 0,
                    done.cut(), 0), merging.merge(second));
            case MergeOutcome.Merged done -> sum(attempts, done, merging.merge(second));
        };
    }

    private static MergeOutcome sum(int attempts, MergeOutcome.Merged before, MergeOutcome after) {
        return switch (after) {
            case MergeOutcome.OffsetGap gap -> gap;
            case MergeOutcome.AlreadyMerged done -> before.attempts() == 0
                    ? new MergeOutcome.AlreadyMerged(done.version(), before.cut() + done.cut())
                    : new MergeOutcome.Merged(before.version(), before.inserted(), before.replaced(),
                            before.duplicates(), before.cut() + done.cut(), before.others(),
                            attempts + before.attempts());
            case MergeOutcome.Merged done -> new MergeOutcome.Merged(done.version(),
                    before.inserted() + done.inserted(), before.replaced() + done.replaced(),
                    before.duplicates() + done.duplicates(), before.cut() + done.cut(),
                    before.others().plus(done.others()), attempts + before.attempts() + done.attempts());
        };
    }
}
