package io.millrace.table.internal.merge;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.table.Books;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.internal.datafile.WrittenFile;
import io.millrace.table.internal.keys.KeyBatch;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.mergerule.EventKey;

/**
 * A merge that is ready to be committed: its data files are stored, its actions listed.
 *
 * @param actions
 *            watermarks, removed and added files
 * @param added
 *            the files that were written
 * @param removed
 *            paths of the files that it rewrites
 * @param newKeys
 *            the keys that it inserts because no version so far has them
 * @param keptOut
 *            the keys whose deliveries it excludes because of a row of the table, with the path of the file of that row
 * @param cut
 *            the part of the batch above the watermarks
 * @param counts
 *            numbers of its changes
 */
record MergePlan(
        List<LogAction> actions,
        List<WrittenFile> added,
        Set<String> removed,
        NewKeys newKeys,
        Map<EventKey, String> keptOut,
        OffsetTrim.Remaining cut,
        Counts counts) {

    /**
     * Keys of a batch that are new to the table.
     *
     * @param batch
     *            all its keys
     * @param places
     *            those of the new ones
     */
    record NewKeys(KeyBatch batch, BitSet places) {
        boolean isEmpty() {
            return places.isEmpty();
        }

        /** The new keys only. */
        KeyBatch keys() {
            return batch.only(places);
        }
    }

    /**
     * The numbers of changes of a plan.
     *
     * @param inserted
     *            number of rows with new keys
     * @param replaced
     *            number of rows that replace a row
     * @param duplicates
     *            number of deliveries without effect
     */
    record Counts(int inserted, int replaced, int duplicates) {}

    /** The same plan, with these rows as those that exclude deliveries. */
    MergePlan keepingOut(Map<EventKey, String> rows) {
        return new MergePlan(actions, added, removed, newKeys, rows, cut, counts);
    }

    /**
     * The actions to commit on top of a version: those of the plan and the books of the topic, whose sums depend on the
     * version. Events that were read before are in the books already.
     *
     * @param now
     *            milliseconds since the epoch
     */
    List<LogAction> actionsOn(TableState state, long now) {
        if (cut.isAgain()) {
            return actions;
        }
        List<LogAction> all = new ArrayList<>(actions);
        long read = cut.rows().length + cut.others().total();
        Books.of(cut.topicId(), state.marks()).plus(new Books(cut.from(), cut.from() + read, counts.inserted(),
                counts.replaced(), counts.duplicates(), cut.others())).marks(cut.topicId())
                .forEach((name, number) -> all.add(new LogAction.SetTransaction(name, number, now)));
        if (!cut.deleted().isEmpty()) {
            DeletedOffsets.recording(state.marks(), cut.deleted())
                    .forEach((name, number) -> all.add(new LogAction.SetTransaction(name, number, now)));
        }
        return all;
    }

    /** Number of partitions to which it writes files. */
    int partitions() {
        return (int) added.stream().map(file -> file.file().partitionValues()).distinct().count();
    }

    /** Whether a version contains this plan: all its files, or, when it has none, its watermarks. */
    boolean isIn(TableState state) {
        return added.isEmpty()
                ? cut.marks().entrySet().stream()
                        .allMatch(m -> state.marks().getOrDefault(m.getKey(), -1L) >= m.getValue())
                : added.stream().allMatch(f -> state.files().containsKey(f.file().path()));
    }
}
