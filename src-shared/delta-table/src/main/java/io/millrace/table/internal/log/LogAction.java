package io.millrace.table.internal.log;

/** One change of a commit. Changes of the table's columns and partitioning are methods of {@link DeltaLog}. */
public sealed interface LogAction {
    /**
     * Adds a data file, which is stored.
     *
     * @param file
     *            the file
     * @param statistics
     *            the statistics of its columns as JSON, see {@link FileStatistics#json}
     * @param dataChange
     *            whether its rows are new to the table
     */
    record AddFile(ActiveFile file, String statistics, boolean dataChange) implements LogAction {}

    /**
     * Removes a data file from the table; vacuum deletes it later.
     *
     * @param file
     *            the file
     * @param removedAt
     *            milliseconds since the epoch
     * @param dataChange
     *            whether its rows leave the table
     */
    record RemoveFile(ActiveFile file, long removedAt, boolean dataChange) implements LogAction {}

    /**
     * Records a number under a name, as the next offset of a topic-partition: a {@code txn} action.
     *
     * @param applicationId
     *            the name
     * @param version
     *            the number
     * @param updatedAt
     *            milliseconds since the epoch
     */
    record SetTransaction(String applicationId, long version, long updatedAt) implements LogAction {}
}
