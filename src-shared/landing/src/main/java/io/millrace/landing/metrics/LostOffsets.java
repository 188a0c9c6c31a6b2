package io.millrace.landing.metrics;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.LandingResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs the offsets that Kafka deleted before they were merged. */
public record LostOffsets(LandingMetrics metrics) {
    private static final Logger LOG = LoggerFactory.getLogger(LostOffsets.class);

    /** Registers the counter of a stream at 0. */
    public void register(StreamName stream) {
        metrics.lost(stream, 0);
    }

    /**
     * Counts the lost offsets of a merge. Call it after the commit, so that records that are merged again after a failure
     * count once.
     *
     * @param beginnings
     *            asks Kafka for the first offset of each of these partitions
     */
    public void count(StreamName stream, LandingResult committed,
            Function<Set<Integer>, Map<Integer, Long>> beginnings) {
        Set<Integer> withGaps = committed.offsets().partitionsWithGaps();
        if (withGaps.isEmpty()) {
            return;
        }
        Map<Integer, Long> found = beginnings.apply(withGaps);
        long lost = committed.offsets().deleted(found);
        metrics.lost(stream, lost);
        if (lost > 0) {
            LOG.error("Kafka deleted {} offsets of stream {} before they were merged: their events are lost. The"
                    + " partitions now begin at {}. Increase the retention of the topic.", lost, stream, found);
        }
    }
}
