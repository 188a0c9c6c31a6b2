package io.millrace.table;

import io.millrace.table.mergerule.OffsetRange;

/** What a merge came to. Failures are exceptions: {@link TableUnavailableException}, {@link TableRefusedException}. */
public sealed interface MergeOutcome {
    /**
     * A version of the table holds the batch.
     *
     * @param version
     *            the table's version after it
     * @param inserted
     *            rows of keys that were new
     * @param replaced
     *            rows that took the place of one with a lower revision
     * @param duplicates
     *            deliveries that changed nothing: their key was there already, or twice in the batch
     * @param cut
     *            deliveries below the watermark: another writer had merged them
     * @param attempts
     *            how often a commit was tried, 1 or more
     */
    record Merged(long version, int inserted, int replaced, int duplicates, int cut, int attempts)
            implements
                MergeOutcome {}

    /**
     * Everything in the batch was below the watermark; nothing was written.
     *
     * @param version
     *            the table's version that showed it
     * @param cut
     *            how many deliveries that were
     */
    record AlreadyMerged(long version, int cut) implements MergeOutcome {}

    /**
     * The batch does not join what is in the table; nothing was written. Read again from the watermark.
     *
     * @param partition
     *            the partition with the gap
     * @param watermark
     *            the next offset that the table needs of it
     * @param range
     *            what was offered
     */
    record OffsetGap(int partition, long watermark, OffsetRange range) implements MergeOutcome {}
}
