package io.millrace.batch.merge;

import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.LetterCollector;
import io.millrace.landing.PendingRecords;
import io.millrace.landing.letters.LetterParsing;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Merges the dead letters of a stream into their table. */
final class LetterFeed extends TableFeed {
    private static final Logger LOG = LoggerFactory.getLogger(LetterFeed.class);

    private final LetterCollector letters;

    LetterFeed(StreamName stream, EventTable table, LetterParsing parsing, OffsetRangeReader reader,
            OffsetRangeReader.ChunkSize limits) {
        super(stream, stream.deadLetterTopic(), table, reader, limits);
        this.letters = new LetterCollector(stream, table, parsing, limits.bytes());
    }

    @Override
    PendingRecords pending() {
        return letters;
    }

    @Override
    void write() {
        MergeOutcome outcome = letters.write(this::beginnings);
        refuseGap(outcome);
        if (outcome instanceof MergeOutcome.Merged merged) {
            LOG.info("Stream {}: {} dead letters inserted into {}, {} replaced", stream(), merged.inserted(),
                    stream().letterTable(), merged.replaced());
            if (merged.others().deleted() > 0) {
                LOG.warn("Kafka deleted {} dead letters of stream {} before they were merged into {}",
                        merged.others().deleted(), stream(), stream().letterTable());
            }
        }
    }

    @Override
    void discard(boolean outOfMemory) {
        letters.discard();
    }

    @Override
    public void close() {
        discard(false);
    }
}
