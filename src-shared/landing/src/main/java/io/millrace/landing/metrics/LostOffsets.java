package io.millrace.landing.metrics;

import io.millrace.contracts.schema.StreamName;
import io.millrace.table.MergeOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs the offsets that Kafka deleted before they were merged. */
public record LostOffsets(LandingMetrics metrics) {
    private static final Logger LOG = LoggerFactory.getLogger(LostOffsets.class);

    /** Registers the counters of a stream at 0. */
    public void register(StreamName stream) {
        metrics.register(stream);
    }

    /**
     * Counts the lost offsets of a merge that was committed: records that are merged again after a failure count once.
     */
    public void count(StreamName stream, MergeOutcome.Merged committed) {
        long lost = committed.others().deleted();
        if (lost > 0) {
            metrics.lost(stream, lost);
            LOG.error(
                    "Kafka deleted {} offsets of stream {} before they were merged: their events are lost, unless the"
                            + " bronze table has them: ./millrace rebuild {} merges those. ./millrace audit {} names the offsets."
                            + " Increase the retention of the topic.",
                    lost, stream, stream, stream);
        }
    }
}
