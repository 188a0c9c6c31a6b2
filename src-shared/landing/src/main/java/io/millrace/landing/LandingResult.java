package io.millrace.landing;

import java.util.List;
import java.util.Map;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.table.MergeOutcome;
import io.millrace.table.mergerule.OffsetRange;

/**
 * The result of landing a micro-batch.
 *
 * @param outcome
 *            of the merge
 * @param arrivedAtMicros
 *            when the gateway accepted each of the records that were events, or when Kafka got it, if that was later, as after
 *            a redrive; in microseconds since the epoch
 * @param lateness
 *            of the same events
 * @param deadLetters
 *            the dead letters that were written for the other records
 * @param partitions
 *            the number of table partitions to which the merge wrote files
 * @param ranges
 *            the offsets that were read for it, by partition
 */
public record LandingResult(
        MergeOutcome outcome,
        long[] arrivedAtMicros,
        Lateness lateness,
        List<DeadLetter> deadLetters,
        int partitions,
        Map<Integer, OffsetRange> ranges) {
    /** A merge that writes to more partitions than this mostly writes small files. */
    public static final int MANY_PARTITIONS = 64;

    /** Whether the merge wrote to more partitions than a suitable partitioning would have. */
    public boolean isScattered() {
        return partitions > MANY_PARTITIONS;
    }
}
