package io.millrace.table.internal.log;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.table.Column;
import io.millrace.table.TableStatus;

/**
 * One version of a table, as the log tells it. Good until the log moves on: copying the files of a large table for every
 * version would cost more than the merge.
 *
 * @param id
 *            of the table, from its metadata: a table that is made in the place of another one has another
 * @param version
 *            from 0
 * @param columns
 *            all columns
 * @param partitionColumns
 *            the names of the partition columns
 * @param files
 *            the data files by path
 * @param marks
 *            the {@code txn} actions: watermarks and other recorded numbers by application id
 */
public record TableState(
        String id,
        long version,
        List<Column> columns,
        List<String> partitionColumns,
        Map<String, ActiveFile> files,
        Map<String, Long> marks) {
    /** Sums up this version. */
    public TableStatus status(String location, long lastCheckpoint) {
        boolean counted = files.values().stream().allMatch(file -> file.rows() >= 0);
        return new TableStatus(location, version, files.size(),
                counted ? files.values().stream().mapToLong(ActiveFile::rows).sum() : TableStatus.UNKNOWN_ROWS,
                files.values().stream().mapToLong(ActiveFile::size).sum(),
                (int) files.values().stream().map(ActiveFile::partitionValues).distinct().count(), partitionColumns,
                Map.copyOf(marks), lastCheckpoint);
    }

    /**
     * What others committed since a version that we knew.
     *
     * @param added
     *            paths of files that came
     * @param removed
     *            paths of files that went
     * @param reloaded
     *            whether schema, properties or protocol changed, or the log was read from the start
     */
    public record Change(Set<String> added, Set<String> removed, boolean reloaded) {
        public static final Change NONE = new Change(Set.of(), Set.of(), false);

        /** This change and then the other one, as one. */
        public Change then(Change next) {
            if (equals(NONE)) {
                return next;
            }
            if (next.equals(NONE)) {
                return this;
            }
            Set<String> allAdded = new HashSet<>(added);
            allAdded.addAll(next.added);
            Set<String> allRemoved = new HashSet<>(removed);
            allRemoved.addAll(next.removed);
            return new Change(allAdded, allRemoved, reloaded || next.reloaded);
        }
    }
}
