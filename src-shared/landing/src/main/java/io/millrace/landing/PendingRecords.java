package io.millrace.landing;

import io.millrace.landing.tracing.BatchLogContext;

/** Records that are gathered for the next commit of a table. Used by one thread. */
public interface PendingRecords {
    /**
     * Adds records. Those that were added already are left out.
     *
     * @param topicId
     *            Kafka's id of the topic
     * @param records
     *            all records of the ranges
     * @return those that cannot be part of the next commit, because there is no memory or they do not continue the others:
     *         commit, then add them
     */
    UnlandedRecords add(String topicId, UnlandedRecords records);

    /** Whether there is nothing to commit. */
    boolean isEmpty();

    /** The number of records that are not in the table yet. */
    int records();

    /** The memory that these records take, in bytes. */
    long bytes();

    /** Drops the records, which must be read again. */
    void discard();

    /**
     * Opens the context of the log lines about these records. Opened before they are written, it stays theirs until it is
     * closed.
     */
    BatchLogContext logContext();
}
