package io.millrace.table.internal.merge;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.table.internal.datafile.WrittenFile;
import io.millrace.table.internal.keys.KeyBatch;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.mergerule.EventKey;

/**
 * A merge that is ready to be committed: its data files are written, its actions listed.
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
 *            the keys whose delivery it leaves out because of a row that the table has, with the path of the row's file
 * @param cut
 *            the batch as it stood against the watermarks
 * @param counts
 *            what it does, in numbers
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

        /** They alone. */
        KeyBatch keys() {
            return batch.only(places);
        }
    }

    /**
     * What a plan does.
     *
     * @param inserted
     *            rows of new keys
     * @param replaced
     *            rows that take the place of another
     * @param duplicates
     *            deliveries that change nothing
     */
    record Counts(int inserted, int replaced, int duplicates) {}

    /** The same plan, these rows keeping deliveries out of it. */
    MergePlan keepingOut(Map<EventKey, String> rows) {
        return new MergePlan(actions, added, removed, newKeys, rows, cut, counts);
    }

    /** To how many partitions it writes files. */
    int partitions() {
        return (int) added.stream().map(file -> file.file().partitionValues()).distinct().count();
    }

    /** Whether a version holds this very plan: all its files, or, when it has none, its watermarks. */
    boolean isIn(TableState state) {
        return added.isEmpty()
                ? cut.marks().entrySet().stream()
                        .allMatch(m -> state.marks().getOrDefault(m.getKey(), -1L) >= m.getValue())
                : added.stream().allMatch(f -> state.files().containsKey(f.file().path()));
    }
}
