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
 * What others had committed when a plan lost the race for a version, as far as it matters to the plan. Who they were does
 * not: a merge, a compaction and a Spark statement are told apart only by what they did.
 */
sealed interface CommitConflict {
    /**
     * Other keys, or files put together that the plan leaves alone: it is right on top of that as it is.
     *
     * @param plan
     *            the same, knowing where the rows that keep deliveries out of it are now
     */
    record Harmless(MergePlan plan) implements CommitConflict {}

    /**
     * Records of the plan are merged already: by the other service, or by the process that took over while this one slept
     * and still takes itself for the owner.
     */
    record WatermarkMoved() implements CommitConflict {}

    /** Keys that the plan inserts came in: by a merge of other partitions, or by Spark. */
    record KeysInserted(Set<EventKey> keys) implements CommitConflict {}

    /** Files that the plan rewrites are gone: a merge of a revision, a compaction, or Spark rewrote them. */
    record FilesRewritten(Set<String> paths) implements CommitConflict {}

    /** Rows that keep deliveries out of the plan are gone: Spark deleted them, and these deliveries are to be inserted. */
    record RowsDeleted(Set<EventKey> keys) implements CommitConflict {}

    /** Schema, properties or protocol changed, or too much for the log to be read on from its last version. */
    record TableChanged() implements CommitConflict {}

    /** The plan's own files were taken for rubbish: this process slept for longer than vacuum waits. */
    record OwnFilesGone() implements CommitConflict {}

    /** What only the storage and the key index can tell; asked in this order, when nothing cheaper has decided. */
    interface Inquiry {
        boolean allStored(Collection<WrittenFile> files) throws IOException;

        /** Which of the keys are in these files, with the path of the one that each is in. */
        Map<EventKey, String> heldBy(Set<String> addedFiles, KeyBatch keys) throws IOException;
    }

    /**
     * Judges a plan.
     *
     * @param state
     *            the version that is the newest now
     * @param since
     *            all that was committed since the plan was made or last judged
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

    /** A merge or a compaction takes rows along to another file; then they keep out what they kept out before. */
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
