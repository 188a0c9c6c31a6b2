package io.millrace.table;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Maintains one table: compacts small files, removes unused files and old parts of the log. Each run is bounded. It never
 * blocks a merge or makes one fail: when a concurrent merge commits first, maintenance drops its own result. Any number of
 * processes may maintain a table at the same time. Without a table, the methods do nothing.
 *
 * <p>
 * Ages are measured in table time: it advances with commits only, and one commit advances it by no more than a fraction of
 * the retention, however far a clock jumps. So files are removed late rather than early, and never from a table without
 * commits.
 *
 * <p>
 * Throws as {@link EventTable} does.
 */
public interface TableMaintenance extends AutoCloseable {
    /**
     * Merges small files of each partition into larger files, with the rows of each row group in the order of their keys. Commits with
     * {@code dataChange=false}: no row changes.
     */
    Compacted compact();

    /**
     * Removes files that no version within the retention uses: files replaced by compactions and merges, and files left by
     * crashes and failed commits. A file is removed only when an earlier run found it unused as well.
     */
    Vacuumed vacuum();

    /**
     * Removes the part of the log that is older than the retention and lies below a complete checkpoint. Every version
     * within the retention stays readable.
     */
    LogCleaned cleanUpLog();

    /**
     * Partitions the table by other columns, in one commit that replaces every file. It takes as long as writing the table
     * once, while writers go on. No row changes. Does nothing when the table has this partitioning already. Throws
     * {@link TableRefusedException} when there is no table, or a column cannot partition it.
     *
     * @param partitionColumns
     *            {@code event_date} or columns of the contract, in order
     */
    Repartitioned repartition(List<String> partitionColumns);

    /**
     * Removes the rows of each day that has been over for longer than a time, in one commit that reads no file. {@link #vacuum}
     * deletes the files later. A day is removed as a whole; one commit ages the days by an eighth of the time at most.
     *
     * @param dateColumn
     *            a partition column that is a date, in UTC
     * @param keep
     *            how long the rows of a day stay after its end, more than zero
     */
    DroppedDays dropDays(String dateColumn, Duration keep);

    /** Decides which rows of a table with keys are out of use. */
    interface RowExpiry {
        /** The columns that the decision needs, none of which partitions the table. */
        Set<String> columns();

        /**
         * Since when a row is out of use, in milliseconds since the epoch; empty for a row that stays.
         *
         * @param row
         *            the values of {@link #columns}, by name
         */
        OptionalLong unusedSince(Map<String, @Nullable Object> row);
    }

    /**
     * Removes the rows of a table with keys that have been out of use for longer than a time: writes their files again without
     * them, each in a commit of its own. A file that another writer replaces meanwhile is left to the next run. One commit ages
     * the rows by an eighth of the time at most.
     *
     * @param keep
     *            how long a row stays when it is out of use, more than zero
     */
    DroppedRows dropRows(RowExpiry expiry, Duration keep);

    /** Waits up to five seconds for background work, such as a checkpoint, and ends it. */
    @Override
    void close();

    /**
     * The result of a compaction.
     *
     * @param filesIn
     *            number of files that were merged
     * @param filesOut
     *            number of files that replaced them
     * @param bytesIn
     *            total size of the replaced files
     * @param bytesOut
     *            total size of the new files
     * @param rows
     *            number of rows in the new files
     * @param abandoned
     *            number of groups of files that were left as they are, because another writer rewrote one of the files
     *            meanwhile
     */
    record Compacted(int filesIn, int filesOut, long bytesIn, long bytesOut, long rows, int abandoned) {
        public static final Compacted NOTHING = new Compacted(0, 0, 0, 0, 0, 0);

        /** The sum of both results. */
        public Compacted plus(Compacted other) {
            return new Compacted(filesIn + other.filesIn, filesOut + other.filesOut, bytesIn + other.bytesIn,
                    bytesOut + other.bytesOut, rows + other.rows, abandoned + other.abandoned);
        }
    }

    /**
     * The days that were removed.
     *
     * @param days
     *            their number
     * @param files
     *            number of their files
     * @param bytes
     *            total size of these files
     */
    record DroppedDays(int days, int files, long bytes) {
        public static final DroppedDays NONE = new DroppedDays(0, 0, 0);
    }

    /**
     * The rows that were removed.
     *
     * @param rows
     *            their number
     * @param files
     *            number of the files that they were in
     */
    record DroppedRows(long rows, int files) {
        public static final DroppedRows NONE = new DroppedRows(0, 0);
    }

    /**
     * The result of a repartitioning.
     *
     * @param filesIn
     *            number of files that were replaced
     * @param filesOut
     *            number of files that replaced them
     * @param bytesIn
     *            total size of the replaced files
     * @param bytesOut
     *            total size of the new files
     * @param rows
     *            number of rows in the new files
     */
    record Repartitioned(int filesIn, int filesOut, long bytesIn, long bytesOut, long rows) {
        public static final Repartitioned NOTHING = new Repartitioned(0, 0, 0, 0, 0);
    }

    /**
     * The result of a vacuum.
     *
     * @param files
     *            number of files that were removed
     * @param bytes
     *            their total size
     * @param waiting
     *            number of unused files that are not old enough yet
     */
    record Vacuumed(int files, long bytes, int waiting) {}

    /**
     * The result of a clean-up of the log.
     *
     * @param files
     *            number of commits, checkpoints and checksums that were removed
     * @param firstVersion
     *            the oldest version that can still be read, -1 when there is no table
     */
    record LogCleaned(int files, long firstVersion) {}
}
