package io.millrace.table.internal.merge;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.table.internal.datafile.WrittenFile;
import io.millrace.table.internal.keys.KeyBatch;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.mergerule.EventKey;

/**
 * The effect of commits of other writers on a plan that lost the race for a version. Only their changes count: merges,
 * compactions and Spark statements are not distinguished.
 */
sealed interface CommitConflict {
    /**
     * Other keys were inserted, or files were rewritten that the plan does not touch: the plan is valid on top of that.
     *
     * @param plan
     *            the same plan, with the present files of the rows that exclude deliveries from it
     */
    record Harmless(MergePlan plan) implements CommitConflict {}

    /**
     * Records of the plan were merged already: by the other service, or by the process that took over the partition while
     * this process was suspended.
     */
    record WatermarkMoved() implements CommitConflict {}

    /** Keys that the plan inserts were inserted: by a merge of other partitions, or by Spark. */
    record KeysInserted(Set<EventKey> keys) implements CommitConflict {}

    /** Files that the plan rewrites were removed: by a merge of a revision, a compaction, or Spark. */
    record FilesRewritten(Set<String> paths) implements CommitConflict {}

    /** Rows that exclude deliveries from the plan were deleted by Spark: these deliveries must be inserted. */
    record RowsDeleted(Set<EventKey> keys) implements CommitConflict {}

    /** Schema, properties or protocol changed, or the log was read from the start. */
    record TableChanged() implements CommitConflict {}

    /** Vacuum removed the files of the plan: this process was suspended for longer than vacuum waits. */
    record OwnFilesGone() implements CommitConflict {}

    /** Questions to the storage and the key index, asked in this order when nothing cheaper has decided. */
    interface Inquiry {
        boolean allStored(Collection<WrittenFile> files) throws IOException;

        /** The keys that are in these files, with the path of the file of each. */
        Map<EventKey, String> heldBy(Set<String> addedFiles, KeyBatch keys) throws IOException;
    }

    /**
     * Compares a plan with the newest version.
     *
     * @param state
     *            the newest version
     * @param since
     *            the changes since the plan was made or last compared
     */
    static CommitConflict of(MergePlan plan, TableState state, TableState.Change since, Inquiry inquiry)
            throws IOException {
        if (since.reloaded()) {
            return new TableChanged();
        }
        Set<String> rewritten = new HashSet<>(plan.removed());
        rewritten.retainAll(since.removed());
        if (!rewritten.isEmpty()) {
            return new FilesRewritten(rewritten);
        }
        if (!plan.cut().isCutAt(state)) {
            return new WatermarkMoved();
        }
        if (!inquiry.allStored(plan.added())) {
            return new OwnFilesGone();
        }
        if (!plan.newKeys().isEmpty()) {
            Set<EventKey> inserted = inquiry.heldBy(since.added(), plan.newKeys().keys()).keySet();
            if (!inserted.isEmpty()) {
                return new KeysInserted(inserted);
            }
        }
        return whereKeptOut(plan, since, inquiry);
    }

    /** Finds the present files of rows that a merge or compaction moved: they exclude the same deliveries as before. */
    private static CommitConflict whereKeptOut(MergePlan plan, TableState.Change since, Inquiry inquiry)
            throws IOException {
        List<EventKey> moved = plan.keptOut().entrySet().stream()
                .filter(row -> since.removed().contains(row.getValue()))
                .map(Map.Entry::getKey).toList();
        if (moved.isEmpty()) {
            return new Harmless(plan);
        }
        Map<EventKey, String> now = new HashMap<>(plan.keptOut());
        now.putAll(inquiry.heldBy(since.added(),
                KeyBatch.of(moved, plan.newKeys().batch().oldestIngestMicros())));
        Set<EventKey> deleted = new HashSet<>(moved);
        deleted.removeIf(key -> !since.removed().contains(now.get(key)));
        return deleted.isEmpty() ? new Harmless(plan.keepingOut(now)) : new RowsDeleted(deleted);
    }
}
