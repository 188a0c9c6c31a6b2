package io.millrace.batch.merge;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.RecordLander;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.metrics.LandingMetrics;
import io.millrace.landing.metrics.LostOffsets;
import io.millrace.landing.tracing.MergeTracing;
import io.millrace.table.EventTable;
import io.millrace.table.mergerule.OffsetRange;
import io.quarkus.runtime.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of a stream once, from the lower of the watermarks of its tables to the end of its topic, in chunks, and
 * gives them to both: every record is appended to the bronze table, and the events are merged into the other. Each table takes
 * what is above its own watermark, so that a crash at any point, or another writer, leaves neither a gap nor a repetition.
 */
@Singleton
public class BatchMerge {
    private static final Logger LOG = LoggerFactory.getLogger(BatchMerge.class);
    /** Attempts after an OutOfMemoryError: by then {@link DecodedMemory} has shrunk to its minimum. */
    private static final int MOST_ATTEMPTS = 8;
    /** Divisor of the heap. */
    private static final int BRONZE_SHARE_OF_HEAP = 16;

    private final ContractCatalog catalog;
    private final OffsetRangeReader reader;
    private final DeadLetterTopic deadLetters;
    private final LandingMetrics landingMetrics;
    private final BatchMetrics metrics;
    private final MergeTracing tracing;
    private final OffsetRangeReader.ChunkSize limits;
    private final long decodedMemory;
    /** By lane. */
    private final Map<Integer, DecodedMemory> decoded = new ConcurrentHashMap<>();
    private final long bronzeMemory;
    private final Clock clock;

    BatchMerge(ContractCatalog catalog, OffsetRangeReader reader, DeadLetterTopic deadLetters,
            LandingMetrics landingMetrics, BatchMetrics metrics, MergeTracing tracing, BatchServiceConfig config,
            Clock clock) {
        this.tracing = tracing;
        this.catalog = catalog;
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.landingMetrics = landingMetrics;
        this.metrics = metrics;
        this.limits = new OffsetRangeReader.ChunkSize(config.batch().maxRows(),
                config.batch().maxBytes().asLongValue());
        this.decodedMemory = config.batch().maxDecodedBytes().map(MemorySize::asLongValue)
                .orElseGet(DecodedMemory::shareOfHeap);
        this.bronzeMemory = config.batch().maxBronzeBytes().map(MemorySize::asLongValue)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / BRONZE_SHARE_OF_HEAP);
        this.clock = clock;
    }

    /**
     * Merges and appends all records that the tables do not have yet. The failure of one table does not hold up the other.
     *
     * @param bronze
     *            empty for a stream whose raw records are not kept
     * @param lane
     *            each has half the memory of the one before, so that merges that hang leave memory to the others
     * @return the number of offsets that were merged into the table
     */
    public long run(StreamName stream, EventTable table, Optional<EventTable> bronze, int lane) {
        RecordLander lander = new RecordLander(stream, catalog, deadLetters, table, OpenTables.WRITER,
                decoded.computeIfAbsent(lane,
                        first -> new DecodedMemory(Math.max(1, decodedMemory >> lane), decodedMemory)),
                tracing);
        List<TableFeed> feeds = new ArrayList<>();
        bronze.ifPresent(
                raw -> feeds.add(new BronzeFeed(stream, raw, reader, limits, bronzeMemory >> lane, clock, metrics)));
        TableFeed curated = new CuratedFeed(stream, table, lander, reader, limits, metrics,
                new LostOffsets(landingMetrics));
        feeds.add(curated);
        try {
            for (int attempt = 1;; attempt++) {
                try {
                    read(stream, new ArrayList<>(feeds));
                    return curated.window().values().stream().mapToLong(range -> range.until() - range.from()).sum();
                } catch (OutOfMemoryError e) { // The next attempt keeps fewer records at a time.
                    feeds.forEach(feed -> feed.discard(true));
                    if (attempt == MOST_ATTEMPTS) {
                        throw e;
                    }
                    LOG.warn("Out of memory while merging stream {}; retrying with smaller parts", stream);
                }
            }
        } finally {
            feeds.forEach(TableFeed::close);
        }
    }

    private void read(StreamName stream, List<TableFeed> feeds) {
        OffsetRangeReader.Topic topic = reader.topic(stream.topic());
        WorkingFeeds working = new WorkingFeeds(feeds);
        working.each(feed -> feed.begin(topic));
        Map<Integer, OffsetRange> window = new HashMap<>();
        working.each(feed -> feed.window().forEach((partition, range) -> window.merge(partition, range,
                (one, other) -> new OffsetRange(Math.min(one.from(), other.from()), one.until()))));
        if (!window.isEmpty()) {
            try {
                reader.read(topic, window, OffsetRangeReader.ChunkSize.SMALL.atMost(limits), (records, ranges) -> {
                    UnlandedRecords read = new UnlandedRecords(records, ranges);
                    working.each(feed -> feed.take(topic.id(), read));
                });
            } catch (TopicUnavailableException e) {
                working.endAfter(e); // The topic may be gone, and with it the records that were read.
            }
        }
        working.each(TableFeed::end);
        working.throwFailure();
    }

    /** The tables whose feeding has not failed. */
    private static final class WorkingFeeds {
        private final List<TableFeed> feeds;
        private @Nullable RuntimeException failure;

        WorkingFeeds(List<TableFeed> feeds) {
            this.feeds = feeds;
        }

        /** Does a step for each, and throws when none is left. */
        void each(Consumer<TableFeed> step) {
            for (TableFeed feed : List.copyOf(feeds)) {
                try {
                    step.accept(feed);
                } catch (RuntimeException e) {
                    feeds.remove(feed);
                    feed.discard(false);
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
            if (feeds.isEmpty()) {
                throwFailure();
            }
        }

        /** Writes what was read before the rest could not be, and throws. */
        void endAfter(TopicUnavailableException unavailable) {
            for (TableFeed feed : feeds) {
                try {
                    feed.end();
                } catch (RuntimeException e) {
                    feed.discard(false);
                    unavailable.addSuppressed(e);
                }
            }
            if (failure != null && failure != unavailable) {
                unavailable.addSuppressed(failure);
            }
            throw unavailable;
        }

        void throwFailure() {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
