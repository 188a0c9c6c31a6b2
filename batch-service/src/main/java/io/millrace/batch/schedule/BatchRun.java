package io.millrace.batch.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.millrace.batch.audit.Audit;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.delete.StreamDeletion;
import io.millrace.batch.maintain.Maintenance;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.OffsetGaps;
import io.millrace.landing.LandingResult;
import io.millrace.landing.RecordLander;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.S3Options;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableLocation;
import io.millrace.table.TableUpkeep;
import io.millrace.table.law.OffsetRange;
import io.quarkus.runtime.configuration.MemorySize;
import org.jboss.logging.Logger;

/** One run over all streams: merge what is not in the table yet, audit what is, then see to the table's upkeep. */
@Singleton
public class BatchRun {
    /** The name of this writer in the log and in {@code _written_by}. */
    public static final String WRITER = "batch";

    /** Of a merge that runs out of memory: the feed has come down to its least by then. */
    private static final int MOST_ATTEMPTS = 8;

    private static final Logger LOG = Logger.getLogger(BatchRun.class);

    private final ContractCatalog catalog;
    private final OffsetRangeReader reader;
    private final DeadLetterTopic deadLetters;
    private final Audit audit;
    private final BatchMetrics metrics;
    private final Maintenance upkeep;
    private final BatchServiceConfig config;
    private final DecodedMemory memory;
    private volatile Map<StreamName, String> failures = Map.of();
    private final StreamDeletion deletion;
    private final Map<StreamName, EventTable> tables = new ConcurrentHashMap<>();
    /** Which of the streams that had a name one after the other has its table open. */
    private final Map<StreamName, Integer> generations = new ConcurrentHashMap<>();

    BatchRun(ContractCatalog catalog, OffsetRangeReader reader, DeadLetterTopic deadLetters, Audit audit,
            BatchMetrics metrics, Maintenance upkeep, StreamDeletion deletion, BatchServiceConfig config) {
        this.catalog = catalog;
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.audit = audit;
        this.metrics = metrics;
        this.upkeep = upkeep;
        this.deletion = deletion;
        this.config = config;
        this.memory = new DecodedMemory(config.batch().maxDecodedBytes().map(MemorySize::asLongValue)
                .orElseGet(DecodedMemory::shareOfHeap));
    }

    /** Does a run. A stream that fails does not keep the others from theirs. Returns whether all is well. */
    public synchronized boolean run() {
        boolean well = true;
        try {
            var unused = catalog.refresh();
        } catch (Throwable e) { // An Error too: the streams that are known go on.
            LOG.errorf("A run goes on with the contracts at hand: %s", e);
            well = false;
        }
        tables.keySet().stream().filter(stream -> catalog.active(stream).isEmpty()).forEach(this::close);
        Map<StreamName, String> failed = new TreeMap<>();
        for (StreamContracts contracts : catalog.streams().values()) {
            StreamName stream = contracts.latest().stream();
            try {
                well &= run(stream, contracts);
            } catch (Throwable e) { // An Error of one stream is no fault of the others.
                LOG.errorf(e, "The run over stream %s failed and will be made again: %s", stream, e);
                failed.put(stream, String.valueOf(e));
                well = false;
            }
        }
        failures = Map.copyOf(failed);
        metrics.run(well);
        return well;
    }

    /** Why the last run failed, by stream. */
    public Map<StreamName, String> failures() {
        return failures;
    }

    private boolean run(StreamName stream, StreamContracts contracts) {
        EventTable table = table(contracts);
        mergeAll(stream, table);
        boolean well = audit.run(stream, table, chunkSize()) == 0;
        upkeep.afterRun(stream, () -> openUpkeep(contracts));
        return well;
    }

    private void mergeAll(StreamName stream, EventTable table) {
        RecordLander feed = new RecordLander(stream, catalog, deadLetters, table, WRITER, memory);
        for (int attempt = 1;; attempt++) {
            try {
                merge(stream, table, feed);
                return;
            } catch (OutOfMemoryError e) { // The feed takes less memory the next time.
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                LOG.warnf("Out of memory while stream %s was merged; tried again with smaller parts", stream);
            }
        }
    }

    private OffsetRangeReader.ChunkSize chunkSize() {
        return new OffsetRangeReader.ChunkSize(config.batch().maxRows(), config.batch().maxBytes().asLongValue());
    }

    /**
     * Takes each stream that is being deleted one step further. One that fails does not keep the others from theirs.
     * Returns whether all is well.
     */
    public synchronized boolean deleteStreams() {
        Map<StreamName, StreamState.Deleting> pending;
        try {
            pending = deletion.pending();
        } catch (RuntimeException e) {
            LOG.debugf("Whether streams are to be deleted is not known: %s", e.getMessage());
            return false;
        }
        int failed = 0;
        for (var entry : pending.entrySet()) {
            StreamName stream = entry.getKey();
            try {
                deletion.step(stream, location(config, stream), entry.getValue(),
                        () -> mergeForTheLastTime(stream, entry.getValue()), () -> close(stream));
            } catch (Throwable e) { // An Error of one stream is no fault of the others.
                failed++;
                LOG.errorf(e, "Stream %s cannot be deleted yet; it is tried again: %s", stream, e);
            }
        }
        metrics.deletions(pending.size(), failed);
        return failed == 0;
    }

    private void mergeForTheLastTime(StreamName stream, StreamState.Deleting state) {
        catalog.refresh(stream, state).ifPresent(contracts -> mergeAll(stream, table(contracts)));
    }

    private EventTable table(StreamContracts contracts) {
        StreamName stream = contracts.latest().stream();
        int generation = catalog.state(stream).generation();
        if (generations.getOrDefault(stream, generation) != generation) {
            close(stream);
        }
        generations.put(stream, generation);
        return tables.computeIfAbsent(stream, s -> open(contracts));
    }

    private void close(StreamName stream) {
        EventTable table = tables.remove(stream);
        generations.remove(stream);
        if (table != null) {
            table.close();
            metrics.forget(stream);
        }
    }

    private void merge(StreamName stream, EventTable table, RecordLander feed) {
        metrics.lost(stream, 0);
        OffsetRangeReader.Topic topic = reader.topic(stream.topic());
        Map<Integer, OffsetRange> window = new HashMap<>();
        topic.bounds().forEach((partition, bounds) -> {
            long watermark = table.watermark(new SourcePartition(topic.id(), partition)).orElse(0);
            if (bounds.until() < watermark) {
                throw new IllegalStateException("partition " + partition + " of topic " + stream + " ends at offset "
                        + bounds.until() + " though offset " + watermark + " is the next to merge: Kafka lost records"
                        + " that are in the table, and new ones at their offsets would be taken for them. Make the topic"
                        + " again under the same name, so that it has another id and is merged from its beginning");
            }
            if (bounds.until() > watermark) {
                window.put(partition, new OffsetRange(watermark, bounds.until()));
            }
        });
        if (window.isEmpty()) {
            LOG.debugf("Nothing left to merge of stream %s", stream);
            return;
        }
        reader.read(stream.topic(), window, chunkSize(), (records, ranges) -> {
            UnlandedRecords left = new UnlandedRecords(records, ranges);
            while (!left.isEmpty()) {
                left = feed(stream, topic, feed, left);
            }
        });
    }

    private UnlandedRecords feed(StreamName stream, OffsetRangeReader.Topic topic, RecordLander feed, UnlandedRecords unfed) {
        LandingResult fed = feed.feed(topic.id(), unfed);
        metrics.fed(stream, fed);
        if (fed.outcome() instanceof MergeOutcome.Gap gap) {
            throw new IllegalStateException("the table needs offset " + gap.watermark() + " of partition "
                    + gap.partition() + " and was given " + gap.range() + "; the next run reads from there");
        }
        LOG.infof("Stream %s: %s", stream, fed.outcome());
        if (fed.outcome() instanceof MergeOutcome.Committed) {
            countLost(stream, OffsetGaps.of(fed.fed().records(), fed.fed().ranges()));
        }
        return fed.left();
    }

    /** After the commit, so that a chunk that is read again is counted once. */
    private void countLost(StreamName stream, OffsetGaps gaps) {
        if (gaps.partitions().isEmpty()) {
            return;
        }
        Map<Integer, Long> beginnings = reader.beginnings(stream.topic(), gaps.partitions());
        long lost = gaps.deleted(beginnings);
        metrics.lost(stream, lost);
        if (lost > 0) {
            LOG.errorf(
                    "Kafka deleted %d offsets of stream %s before they were read: their events are lost. The partitions"
                            + " begin at %s now. Give the topic a longer retention.",
                    lost, stream, beginnings);
        }
    }

    private EventTable open(StreamContracts contracts) {
        return EventTables.open(location(config, contracts.latest().stream()),
                ContractTable.shape(contracts.latest()), new WriterOptions(WRITER,
                        contracts.latest().dedupHorizon(), config.keyIndex().maxBytes().asLongValue()));
    }

    private TableUpkeep openUpkeep(StreamContracts contracts) {
        BatchServiceConfig.Upkeep wanted = config.batch().upkeep();
        return EventTables.upkeep(location(config, contracts.latest().stream()),
                ContractTable.shape(contracts.latest()),
                new UpkeepOptions(WRITER, wanted.targetFileBytes().asLongValue(), wanted.minFiles(),
                        wanted.maxBytes().asLongValue(), wanted.vacuumRetention(), wanted.logRetention()));
    }

    /** Where the table of a stream lies. */
    static TableLocation location(BatchServiceConfig config, StreamName stream) {
        S3Options s3 = new S3Options(config.s3().endpoint(), config.s3().region(), config.s3().pathStyle());
        return TableLocation.parse(config.tables().root(), s3).resolve(stream.value());
    }

    @PreDestroy
    void close() {
        tables.values().forEach(EventTable::close);
    }
}
