package io.millrace.table;

import java.util.List;

/**
 * Keeps one table small and quick: fewer and larger files, nothing that no version needs, a short log. Its work is
 * bounded, it never blocks a merge and never fails one; where a merge was first, the merge stays and upkeep gives way.
 * Any number of processes may do it at the same time. Where there is no table, there is nothing to do.
 *
 * <p>
 * What is old is told by the table's own time, which passes only with commits and of which no single leap of a clock
 * makes more than a fraction of a retention. So things are removed late rather than early, and not at all from a table
 * that nobody writes to.
 *
 * <p>
 * Throws as {@link EventTable} does.
 */
public interface TableMaintenance extends AutoCloseable {
    /**
     * Puts small files of a partition together, rows in the order of their keys. No row changes, and the log says so.
     */
    Compacted compact();

    /**
     * Removes files that no version within the retention has: those that compactions and rewrites replaced, and those
     * that crashes and lost races left. A file is removed by no run before it was seen unused in an earlier one.
     */
    Vacuumed vacuum();

    /**
     * Removes the part of the log that is older than the retention and lies below a complete checkpoint. Every version
     * within the retention stays readable.
     */
    LogCleaned cleanUpLog();

    /**
     * Partitions the table by other columns, in one commit that replaces every file; it takes as long as writing the table
     * once, while writers go on. No row changes. Does nothing when the table is partitioned so already. Refuses a table
     * that is not there.
     *
     * @param partitionColumns
     *            {@code event_date} or columns of the contract, in order
     */
    Repartitioned repartition(List<String> partitionColumns);

    /** Ends background work, such as checkpoints, in good order. */
    @Override
    void close();

    /**
     * What a compaction did.
     *
     * @param filesIn
     *            files that were put together
     * @param filesOut
     *            files that took their place
     * @param bytesIn
     *            size of the former
     * @param bytesOut
     *            size of the latter
     * @param rows
     *            how many rows are in them
     * @param abandoned
     *            groups of files that were given up, because somebody else rewrote one of them meanwhile
     */
    record Compacted(int filesIn, int filesOut, long bytesIn, long bytesOut, long rows, int abandoned) {
        public static final Compacted NOTHING = new Compacted(0, 0, 0, 0, 0, 0);

        /** Both together. */
        public Compacted plus(Compacted other) {
            return new Compacted(filesIn + other.filesIn, filesOut + other.filesOut, bytesIn + other.bytesIn,
                    bytesOut + other.bytesOut, rows + other.rows, abandoned + other.abandoned);
        }
    }

    /**
     * What a repartitioning did.
     *
     * @param filesIn
     *            files that were replaced
     * @param filesOut
     *            files that took their place
     * @param bytesIn
     *            size of the former
     * @param bytesOut
     *            size of the latter
     * @param rows
     *            how many rows are in them
     */
    record Repartitioned(int filesIn, int filesOut, long bytesIn, long bytesOut, long rows) {
        public static final Repartitioned NOTHING = new Repartitioned(0, 0, 0, 0, 0);
    }

    /**
     * What a vacuum did.
     *
     * @param files
     *            files that were removed
     * @param bytes
     *            their size
     * @param waiting
     *            unused files that are not old enough yet
     */
    record Vacuumed(int files, long bytes, int waiting) {}

    /**
     * What a clean-up of the log did.
     *
     * @param files
     *            commits, checkpoints and checksums that were removed
     * @param firstVersion
     *            the oldest version that can still be read, -1 when there is no table
     */
    record LogCleaned(int files, long firstVersion) {}
}
