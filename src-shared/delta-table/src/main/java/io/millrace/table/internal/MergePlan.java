package io.millrace.table.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.delta.kernel.data.Row;
import io.millrace.table.law.EventKey;

/**
 * A merge that is ready to be committed on top of one version: its data files are written, its actions listed.
 *
 * @param actions
 *            watermarks, removed and added files
 * @param keysByFile
 *            the files that were written, with the keys in them
 * @param marks
 *            the watermarks among the actions
 * @param inserted
 *            rows of new keys
 * @param replaced
 *            rows that take the place of another
 * @param duplicates
 *            deliveries that change nothing
 * @param cut
 *            deliveries below the watermark
 */
record MergePlan(
        List<Row> actions,
        Map<LiveFile, Collection<EventKey>> keysByFile,
        Map<String, Long> marks,
        int inserted,
        int replaced,
        int duplicates,
        int cut) {

    /** Whether a version holds this very plan: all its files, or, when it has none, its watermarks. */
    boolean isIn(TableState state) {
        return keysByFile.isEmpty()
                ? marks.entrySet().stream().allMatch(m -> state.marks().getOrDefault(m.getKey(), -1L) >= m.getValue())
                : keysByFile.keySet().stream().allMatch(f -> state.files().containsKey(f.path()));
    }
}
