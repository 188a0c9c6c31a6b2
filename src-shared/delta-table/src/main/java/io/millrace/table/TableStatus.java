package io.millrace.table;

import java.util.List;
import java.util.Map;

/**
 * What a table holds at one version.
 *
 * @param location
 *            its folder
 * @param version
 *            its version, from 0
 * @param files
 *            how many data files
 * @param rows
 *            how many rows, or {@link #UNKNOWN_ROWS}
 * @param bytes
 *            the size of the data files
 * @param partitions
 *            how many distinct partition values
 * @param partitionColumns
 *            the columns that partition it, in order
 * @param marks
 *            watermarks and other recorded numbers, by application id
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
