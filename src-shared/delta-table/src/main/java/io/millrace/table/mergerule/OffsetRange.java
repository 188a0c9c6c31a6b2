package io.millrace.table.mergerule;

/**
 * A stretch of one Kafka partition that was read without a gap.
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

    /** How a stretch that was read stands against what is in the table already. */
    public sealed interface Standing {
        /** Everything in it is in the table. */
        record Done() implements Standing {}

        /** Offsets from {@code from} (inclusive) on are new; those before it are in the table. */
        record New(long from) implements Standing {}

        /** There are offsets between the watermark and the stretch that nobody merged: read again from the watermark. */
        record Gap() implements Standing {}
    }

    /**
     * Where the stretch stands.
     *
     * @param watermark
     *            the next offset that is not in the table yet
     */
    public Standing against(long watermark) {
        if (from > watermark) {
            return new Standing.Gap();
        }
        return until <= watermark ? new Standing.Done() : new Standing.New(watermark);
    }
}
