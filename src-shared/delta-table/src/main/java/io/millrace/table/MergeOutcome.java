package io.millrace.table;

import io.millrace.table.mergerule.OffsetRange;

/** The outcome of a merge. Failures are exceptions: {@link TableUnavailableException}, {@link TableRefusedException}. */
public sealed interface MergeOutcome {
    /**
     * The batch was committed.
     *
     * @param version
     *            the version that the commit made
     * @param inserted
     *            number of rows whose keys were new
     * @param replaced
     *            number of rows that replaced a row with a lower revision
     * @param duplicates
     *            number of deliveries without effect: the table or the batch has their key with the same or a higher revision
     * @param cut
     *            number of deliveries below the watermark: another writer had merged them
     * @param others
     *            the offsets above the watermark that are not events
     * @param attempts
     *            number of attempts to commit, 1 or more
     */
    record Merged(long version, int inserted, int replaced, int duplicates, int cut, OtherOffsets.Counts others,
            int attempts) implements MergeOutcome {
        /** A merge in which every offset was an event. */
        public Merged(long version, int inserted, int replaced, int duplicates, int cut, int attempts) {
            this(version, inserted, replaced, duplicates, cut, OtherOffsets.Counts.NONE, attempts);
        }
    }

    /**
     * Everything in the batch was below the watermark; nothing was written.
     *
     * @param version
     *            the version of the table with that watermark
     * @param cut
     *            number of deliveries in the batch
     */
    record AlreadyMerged(long version, int cut) implements MergeOutcome {}

    /**
     * The batch starts above the watermark, so that offsets would be skipped; nothing was written. Read again from the
     * watermark.
     *
     * @param partition
     *            the partition with the gap
     * @param watermark
     *            the next offset of it that is not in the table
     * @param range
     *            the offsets of it in the batch
     */
    record OffsetGap(int partition, long watermark, OffsetRange range) implements MergeOutcome {}
}
