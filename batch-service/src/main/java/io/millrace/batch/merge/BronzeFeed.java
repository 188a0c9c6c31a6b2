package io.millrace.batch.merge;

import java.time.Clock;

import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.BronzeAppender;
import io.millrace.landing.PendingRecords;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends the records of a stream to its bronze table. */
final class BronzeFeed extends TableFeed {
    private static final Logger LOG = LoggerFactory.getLogger(BronzeFeed.class);
    private static final long LEAST_MEMORY = 1 << 16;

    private final EventTable table;
    private final Clock clock;
    private final BatchMetrics metrics;
    private long memory;
    private BronzeAppender appender;

    /**
     * @param memory
     *            of rows that are not in the table yet, in bytes
     */
    BronzeFeed(StreamName stream, EventTable table, OffsetRangeReader reader, OffsetRangeReader.ChunkSize limits,
            long memory, Clock clock, BatchMetrics metrics) {
        super(stream, stream.topic(), table, reader, limits);
        this.table = table;
        this.memory = memory;
        this.clock = clock;
        this.metrics = metrics;
        this.appender = new BronzeAppender(table, clock, memory);
    }

    @Override
    PendingRecords pending() {
        return appender;
    }

    @Override
    void end() {
        super.end();
        metrics.bronzeComplete(stream(), clock.instant());
    }

    @Override
    void write() {
        MergeOutcome outcome = appender.write(this::beginnings);
        refuseGap(outcome);
        if (outcome instanceof MergeOutcome.Merged appended) {
            long missing = appended.others().deleted();
            metrics.bronze(stream(), appended.inserted(), missing);
            LOG.info("Stream {}: {} records appended to {}", stream(), appended.inserted(), stream().bronzeTable());
            if (missing > 0) {
                LOG.warn("Kafka deleted {} offsets of stream {} before they were appended to {}", missing, stream(),
                        stream().bronzeTable());
            }
        }
    }

    @Override
    void discard(boolean outOfMemory) {
        if (outOfMemory) {
            memory = Math.max(LEAST_MEMORY, memory / 2);
        }
        appender = new BronzeAppender(table, clock, memory);
    }

    @Override
    public void close() {
        discard(false);
    }
}
