package io.millrace.table;

import java.util.List;
import java.util.Map;

/**
 * The size and progress of a table at one version.
 *
 * @param location
 *            its folder
 * @param version
 *            its version, from 0
 * @param files
 *            number of data files
 * @param rows
 *            number of rows, or {@link #UNKNOWN_ROWS}
 * @param bytes
 *            total size of the data files
 * @param partitions
 *            number of distinct combinations of partition values; 1 for an unpartitioned table that has rows
 * @param partitionColumns
 *            the columns that partition it, in order
 * @param marks
 *            transaction offsets by application id: watermarks, and numbers recorded by {@link EventTable#mark}
 * @param lastCheckpoint
 *            the newest version that has a checkpoint, -1 when none has
 */
public record TableStatus(
        String location,
        long version,
        int files,
        long rows,
        long bytes,
        int partitions,
        List<String> partitionColumns,
        Map<String, Long> marks,
        long lastCheckpoint) {
    /** The number of rows when it is not known: another writer added a file without statistics. */
    public static final long UNKNOWN_ROWS = -1;
}
