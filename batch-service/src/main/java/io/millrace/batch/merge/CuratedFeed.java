package io.millrace.batch.merge;

import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.LandingResult;
import io.millrace.landing.PendingRecords;
import io.millrace.landing.RecordLander;
import io.millrace.landing.metrics.LostOffsets;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Merges the events of a stream into its table, and writes its dead letters. */
final class CuratedFeed extends TableFeed {
    private static final Logger LOG = LoggerFactory.getLogger(CuratedFeed.class);

    private final RecordLander lander;
    private final BatchMetrics metrics;
    private final LostOffsets lost;

    CuratedFeed(StreamName stream, EventTable table, RecordLander lander, OffsetRangeReader reader,
            OffsetRangeReader.ChunkSize limits, BatchMetrics metrics, LostOffsets lost) {
        super(stream, stream.topic(), table, reader, limits);
        this.lander = lander;
        this.metrics = metrics;
        this.lost = lost;
        lost.register(stream);
    }

    @Override
    PendingRecords pending() {
        return lander;
    }

    @Override
    void write() {
        LandingResult result = lander.land(this::beginnings);
        metrics.landed(stream(), result);
        refuseGap(result.outcome());
        LOG.info("Stream {}: {}", stream(), result.outcome());
        if (result.outcome() instanceof MergeOutcome.Merged merged) {
            lost.count(stream(), merged);
        }
    }

    @Override
    void discard(boolean outOfMemory) {
        lander.discard(); // which has shrunk its memory by itself
    }

    @Override
    public void close() {
        lander.close();
    }
}
