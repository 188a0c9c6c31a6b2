package io.millrace.stream.merge;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.FailureKind;
import io.millrace.landing.RecordLander;
import io.millrace.landing.StreamTables;
import io.millrace.landing.metrics.LandingMetrics;
import io.millrace.landing.metrics.LostOffsets;
import io.millrace.landing.tracing.MergeTracing;
import io.millrace.stream.config.StreamServiceConfig;
import io.millrace.stream.metrics.StreamMetrics;
import io.millrace.table.EventTable;
import io.quarkus.runtime.configuration.MemorySize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The merges of all streams that have a contract. */
@Singleton
public class StreamMerges {
    /** The name of this writer in the log and in {@code _written_by}. */
    public static final String WRITER = "stream";

    private static final Logger LOG = LoggerFactory.getLogger(StreamMerges.class);

    private static final Duration START_AGAIN = Duration.ofSeconds(3);
    /** A stream without records for this long has no thread. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ContractCatalog catalog;
    private final DeadLetterTopic deadLetters;
    private final StreamMetrics metrics;
    private final LostOffsets lost;
    private final StreamServiceConfig config;
    private final StreamTables tables;
    private final MergeTracing tracing;
    private final Clock clock;
    private final DecodedMemory memory;
    private final Map<StreamName, StreamMerge> merges = new ConcurrentHashMap<>();
    /** The states of streams whose merge could not be started. */
    private final Map<StreamName, MergeHealth> unopened = new ConcurrentHashMap<>();
    /** The generation of each merged stream: a stream may be deleted and created again under the same name. */
    private final Map<StreamName, Integer> generations = new ConcurrentHashMap<>();

    StreamMerges(ContractCatalog catalog, DeadLetterTopic deadLetters, StreamMetrics metrics,
            LandingMetrics landing, MergeTracing tracing, StreamServiceConfig config, Clock clock) {
        this.tracing = tracing;
        this.catalog = catalog;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.lost = new LostOffsets(landing);
        this.config = config;
        this.tables = new StreamTables(config, WRITER);
        this.clock = clock;
        this.memory = new DecodedMemory(config.stream().maxDecodedBytes().map(MemorySize::asLongValue)
                .orElseGet(DecodedMemory::shareOfHeap));
    }

    /**
     * The merge of a stream, started when first asked for; empty while the stream has no contract. When it cannot be started,
     * the exception becomes the state of the stream.
     */
    public Optional<StreamMerge> find(StreamName stream, StreamMerge.Consumer consumer) {
        return catalog.active(stream).map(contracts -> {
            generations.putIfAbsent(stream, catalog.state(stream).generation());
            return merges.computeIfAbsent(stream, s -> openOrReport(contracts, consumer));
        });
    }

    /** The state of every stream that has a contract and an assigned partition. */
    public Map<StreamName, MergeState> states() {
        Map<StreamName, MergeState> states = new TreeMap<>();
        unopened.forEach((stream, health) -> states.put(stream, health.now()));
        merges.forEach((stream, merge) -> states.put(stream, merge.state()));
        return states;
    }

    /**
     * Ends the merges of streams that are being deleted or were deleted, even if they were created again since. Their buffered
     * records are not in the table yet: batch-service merges them, or they are deleted with the stream.
     */
    public void closeDeleted() {
        unopened.keySet().stream().filter(stream -> catalog.active(stream).isEmpty()).forEach(this::forgetUnopened);
        merges.keySet().stream().filter(stream -> catalog.active(stream).isEmpty()
                || catalog.state(stream).generation() != generations.getOrDefault(stream, 0)).forEach(stream -> {
                    StreamMerge merge = merges.remove(stream);
                    generations.remove(stream);
                    if (merge != null) {
                        LOG.info("Merging of stream {} ends: the stream was deleted ({})", stream,
                                catalog.state(stream));
                        merge.close();
                        metrics.forget(stream);
                    }
                });
    }

    /** The time from a failed start of a partition to the next attempt. */
    public static Duration untilNextStart(Throwable failure) {
        return FailureKind.of(failure) == FailureKind.PROGRAM_ERROR ? RetryDelay.AFTER_PROGRAM_ERROR : START_AGAIN;
    }

    /** The merges that were started. */
    public Map<StreamName, StreamMerge> all() {
        return merges;
    }

    private StreamMerge openOrReport(StreamContracts contracts, StreamMerge.Consumer consumer) {
        StreamName stream = contracts.latest().stream();
        try {
            StreamMerge opened = open(contracts, consumer);
            unopened.remove(stream);
            return opened;
        } catch (Throwable e) { // An Error too: one stream must not stop the others.
            MergeHealth health = unopened.computeIfAbsent(stream, s -> new MergeHealth(s, clock));
            health.failed(e);
            metrics.watch(stream, () -> health.now().label(), () -> false);
            throw e;
        }
    }

    private void forgetUnopened(StreamName stream) {
        unopened.remove(stream);
        metrics.forget(stream);
    }

    private StreamMerge open(StreamContracts contracts, StreamMerge.Consumer consumer) {
        StreamName stream = contracts.latest().stream();
        EventTable table = tables.open(contracts.latest());
        RecordLander lander = new RecordLander(stream, catalog, deadLetters, table, WRITER, memory,
                tracing);
        MicroBatchSchedule.Limits limits = new MicroBatchSchedule.Limits(config.stream().maxRows(),
                config.stream().maxBytes().asLongValue(), config.stream().maxAge(),
                () -> catalog.active(stream).flatMap(known -> known.latest().freshness()));
        if (unopened.containsKey(stream)) {
            metrics.forget(stream);
        }
        metrics.judge(stream, () -> catalog.active(stream).map(known -> known.latest().slo())
                .orElseGet(() -> SloDefaults.bundled().targets()));
        return new StreamMerge(stream, table, lander, new RecordBuffer(), metrics, lost, consumer,
                new RetryDelay(RetryDelay.AFTER_PROGRAM_ERROR), limits, IDLE, clock);
    }

    @PreDestroy
    void close() {
        merges.values().forEach(StreamMerge::close);
    }
}
