package io.millrace.batch.merge;

import java.util.HashMap;
import java.util.Map;

import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.LandingResult;
import io.millrace.landing.RecordLander;
import io.millrace.landing.TopicRefusedException;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.metrics.LandingMetrics;
import io.millrace.landing.metrics.LostOffsets;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import io.quarkus.runtime.configuration.MemorySize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Merges the records of a stream from the watermark of its table to the end of its topic, in chunks. */
@Singleton
public class BatchMerge {
    private static final Logger LOG = LoggerFactory.getLogger(BatchMerge.class);
    /** Attempts after an OutOfMemoryError: by then {@link DecodedMemory} has shrunk to its minimum. */
    private static final int MOST_ATTEMPTS = 8;

    /** The records of a poll are decoded at once, so that few are on the heap. */
    private static final OffsetRangeReader.ChunkSize EACH_POLL = new OffsetRangeReader.ChunkSize(1, 1);

    private final ContractCatalog catalog;
    private final OffsetRangeReader reader;
    private final DeadLetterTopic deadLetters;
    private final LandingMetrics metrics;
    private final LostOffsets lost;
    private final OffsetRangeReader.ChunkSize limits;
    private final DecodedMemory memory;

    BatchMerge(ContractCatalog catalog, OffsetRangeReader reader, DeadLetterTopic deadLetters, LandingMetrics metrics,
            BatchServiceConfig config) {
        this.catalog = catalog;
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.lost = new LostOffsets(metrics);
        this.limits = new OffsetRangeReader.ChunkSize(config.batch().maxRows(),
                config.batch().maxBytes().asLongValue());
        this.memory = new DecodedMemory(config.batch().maxDecodedBytes().map(MemorySize::asLongValue)
                .orElseGet(DecodedMemory::shareOfHeap));
    }

    /** Merges all records that the table does not have yet. */
    public void run(StreamName stream, EventTable table) {
        try (RecordLander lander = new RecordLander(stream, catalog, deadLetters, table, OpenTables.WRITER, memory)) {
            for (int attempt = 1;; attempt++) {
                try {
                    merge(stream, table, lander);
                    return;
                } catch (OutOfMemoryError e) { // The next attempt decodes fewer records at a time.
                    lander.discard();
                    if (attempt == MOST_ATTEMPTS) {
                        throw e;
                    }
                    LOG.warn("Out of memory while merging stream {}; retrying with smaller parts", stream);
                }
            }
        }
    }

    private void merge(StreamName stream, EventTable table, RecordLander lander) {
        metrics.lost(stream, 0);
        OffsetRangeReader.Topic topic = reader.topic(stream.topic());
        Map<Integer, OffsetRange> window = new HashMap<>();
        topic.bounds().forEach((partition, bounds) -> {
            long watermark = table.watermark(new SourcePartition(topic.id(), partition)).orElse(0);
            if (bounds.until() < watermark) {
                throw TopicRefusedException.endsBelow(stream.topic(), partition, watermark, bounds.until());
            }
            if (bounds.until() > watermark) {
                window.put(partition, new OffsetRange(watermark, bounds.until()));
            }
        });
        if (window.isEmpty()) {
            LOG.debug("Nothing to merge for stream {}", stream);
            return;
        }
        reader.read(stream.topic(), window, EACH_POLL, (records, ranges) -> {
            UnlandedRecords left = new UnlandedRecords(records, ranges);
            while (!left.isEmpty()) {
                left = lander.add(topic.id(), left);
                if (!left.isEmpty() || lander.records() >= limits.rows() || lander.bytes() >= limits.bytes()) {
                    land(stream, lander);
                }
            }
        });
        if (!lander.isEmpty()) {
            land(stream, lander);
        }
    }

    private void land(StreamName stream, RecordLander lander) {
        LandingResult result = lander.land(partitions -> reader.beginnings(stream.topic(), partitions));
        metrics.landed(stream, result);
        if (result.outcome() instanceof MergeOutcome.OffsetGap gap) {
            throw new TopicUnavailableException("The table needs offset " + gap.watermark() + " of partition "
                    + gap.partition() + " but was given " + gap.range() + "; the next run reads from there", null);
        }
        LOG.info("Stream {}: {}", stream, result.outcome());
        if (result.outcome() instanceof MergeOutcome.Merged merged) {
            lost.count(stream, merged);
        }
    }
}
