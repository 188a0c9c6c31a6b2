package io.millrace.table.internal.log;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.table.TableStatus;
import io.millrace.table.column.Column;

/**
 * One version of a table, by its log. Valid until the next change of the {@link DeltaLog} that gave it: the maps are views,
 * because copying the files of a large table for every version would cost more than the merge.
 *
 * @param id
 *            the id in the metadata of the table: a table that replaces another table has another id
 * @param version
 *            from 0
 * @param columns
 *            all columns
 * @param partitionColumns
 *            the names of the partition columns
 * @param files
 *            the data files by path
 * @param marks
 *            numbers of the {@code txn} actions by application id: watermarks and other recorded progress
 */
public record TableState(
        String id,
        long version,
        List<Column> columns,
        List<String> partitionColumns,
        Map<String, ActiveFile> files,
        Map<String, Long> marks) {
    /** The size and progress of the table at this version. */
    public TableStatus status(String location, long lastCheckpoint) {
        boolean counted = files.values().stream().allMatch(file -> file.rows() >= 0);
        return new TableStatus(location, version, files.size(),
                counted ? files.values().stream().mapToLong(ActiveFile::rows).sum() : TableStatus.UNKNOWN_ROWS,
                files.values().stream().mapToLong(ActiveFile::size).sum(),
                (int) files.values().stream().map(ActiveFile::partitionValues).distinct().count(), partitionColumns,
                Map.copyOf(marks), lastCheckpoint);
    }

    /**
     * The difference between two versions.
     *
     * @param added
     *            paths of files that were added
     * @param removed
     *            paths of files that were removed
     * @param reloaded
     *            whether schema, properties or protocol changed, or the log was read from the start
     */
    public record Change(Set<String> added, Set<String> removed, boolean reloaded) {
        public static final Change NONE = new Change(Set.of(), Set.of(), false);

        /** This change followed by the next change. */
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
