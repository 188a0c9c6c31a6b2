package io.millrace.table.mergerule;

/**
 * A range of offsets of one Kafka partition that was read without a gap.
 *
 * @param from
 *            the first offset, inclusive
 * @param until
 *            the end, exclusive; equal to {@code from} when empty
 */
public record OffsetRange(long from, long until) {
    public OffsetRange {
        if (from < 0 || until < from) {
            throw new IllegalArgumentException("no offset range: from " + from + " until " + until);
        }
    }

    /** Whether an offset is in the range. */
    public boolean contains(long offset) {
        return offset >= from && offset < until;
    }

    /** The position of a range relative to the watermark of the table. */
    public sealed interface Position {
        /** All its offsets are in the table. */
        record AllMerged() implements Position {}

        /** Offsets from {@code from} (inclusive) on are new; those before it are in the table. */
        record NewFrom(long from) implements Position {}

        /** Offsets between the watermark and the range are not in the table: read again from the watermark. */
        record AfterGap() implements Position {}
    }

    /**
     * Compares the range with the watermark.
     *
     * @param watermark
     *            the next offset that is not in the table yet
     */
    public Position against(long watermark) {
        if (from > watermark) {
            return new Position.AfterGap();
        }
        return until <= watermark ? new Position.AllMerged() : new Position.NewFrom(watermark);
    }
}
