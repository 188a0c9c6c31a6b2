package io.millrace.batch.merge;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.letters.LetterParsing;
import io.millrace.landing.letters.LetterResolution;
import io.millrace.landing.letters.LetterState;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the dead-letter topic of a stream into the table of its dead letters, from the watermark of that table to the end of
 * the topic, and resolves the letters whose redriven records were merged.
 */
@Singleton
public class LetterMerge {
    private static final Logger LOG = LoggerFactory.getLogger(LetterMerge.class);
    /** Letters are few, and a merge of them rewrites files. */
    private static final int MOST_LETTERS = 20_000;
    private static final long MOST_BYTES = 16L << 20;

    private final OffsetRangeReader reader;
    private final BatchMetrics metrics;
    private final LetterParsing parsing;
    private final OffsetRangeReader.ChunkSize limits;
    /** What the last look at the letters saw: unless one of the tables has another version, there is nothing to do. */
    private final Map<StreamName, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(long letters, long table, boolean redriven) {}

    LetterMerge(OffsetRangeReader reader, BatchMetrics metrics, BatchServiceConfig config) {
        this.reader = reader;
        this.metrics = metrics;
        this.parsing = new LetterParsing(config.batch().letters().maxAttempts());
        this.limits = new OffsetRangeReader.ChunkSize(MOST_LETTERS, MOST_BYTES);
    }

    /**
     * Brings the letters of a stream up to date.
     *
     * @param table
     *            the table of the stream, which tells how far redriven records were merged
     * @param letters
     *            the table of its letters
     * @param reading
     *            opens a reader of the same table
     * @return whether there ever was a letter
     */
    public boolean run(StreamName stream, EventTable table, EventTable letters, Supplier<TableReader> reading) {
        // Before the end of the dead-letter topic is read, see LetterResolution.
        Optional<TableStatus> merged = status(table);
        merge(stream, letters);
        return status(letters).map(collected -> {
            resolve(stream, merged, collected, letters, reading);
            return true;
        }).orElse(false);
    }

    /** Empty for a table that was not created yet. */
    private static Optional<TableStatus> status(EventTable table) {
        return table.books().isEmpty() ? Optional.empty() : Optional.of(table.status());
    }

    private void resolve(StreamName stream, Optional<TableStatus> merged, TableStatus collected, EventTable letters,
            Supplier<TableReader> reading) {
        long mergedVersion = merged.map(TableStatus::version).orElse(-1L);
        Seen before = seen.get(stream);
        if (before == null || before.letters() != collected.version()
                || before.redriven() && before.table() != mergedVersion) {
            LetterResolution.Counts counts = resolve(stream, merged.map(TableStatus::marks).orElse(Map.of()), letters,
                    reading);
            seen.put(stream, new Seen(collected.version(), mergedVersion,
                    counts.byState().getOrDefault(LetterState.REDRIVEN, 0L) > 0));
        }
    }

    private LetterResolution.Counts resolve(StreamName stream, Map<String, Long> watermarks, EventTable letters,
            Supplier<TableReader> reading) {
        try (TableReader reader = reading.get()) {
            LetterResolution.Counts counts = new LetterResolution(stream, watermarks).run(reader, letters);
            metrics.letters(stream, counts);
            if (counts.resolved() > 0) {
                LOG.info("Stream {}: {} dead letters are resolved, their redriven records were merged", stream,
                        counts.resolved());
            }
            return counts;
        }
    }

    private void merge(StreamName stream, EventTable letters) {
        OffsetRangeReader.Topic topic = reader.topic(stream.deadLetterTopic());
        try (LetterFeed feed = new LetterFeed(stream, letters, parsing, reader, limits)) {
            feed.begin(topic);
            if (!feed.window().isEmpty()) {
                reader.read(topic, feed.window(), OffsetRangeReader.ChunkSize.SMALL.atMost(limits),
                        (records, ranges) -> feed.take(topic.id(), new UnlandedRecords(records, ranges)));
            }
            feed.end();
        }
    }

    /** Forgets what was seen of a stream whose tables were closed. */
    public void forget(StreamName stream) {
        seen.remove(stream);
    }
}
