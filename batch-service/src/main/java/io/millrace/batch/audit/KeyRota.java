package io.millrace.batch.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamCalls;
import io.millrace.landing.StreamTables;
import io.millrace.landing.audit.AuditCounts;
import io.millrace.landing.audit.AuditFinding;
import io.millrace.landing.audit.AuditTime;
import io.millrace.landing.audit.AuditedTable;
import io.millrace.landing.audit.KeyAudit;
import io.millrace.landing.audit.RecordedFinding;
import io.millrace.table.EventTable;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audits every record and every row by key within a time, a share at a time. The table stores how far the audit is and what it
 * found, so that a run of another process continues.
 */
@Singleton
public class KeyRota {
    /** Prefix of the name under which the table stores the audited offset of a partition; topic id and partition follow. */
    public static final String MARK = "millrace-audit/";

    private static final Logger LOG = LoggerFactory.getLogger(KeyRota.class);
    /** Prefix of the name under which the table stores when the last share ended; the topic id follows. */
    private static final String TIME = "millrace-audit-time/";
    /** Prefix of the name under which the table stores the version up to which files were audited; the topic id follows. */
    private static final String VERSION = "millrace-audit-version/";
    /** Prefix of the name under which the table stores the version at the last share; the topic id follows. */
    private static final String SHARE_VERSION = "millrace-audit-share-version/";
    /** The findings that one share records. */
    private static final int MOST_RECORDED = 1_000;
    private static final int MOST_NAMED = 20;
    private static final int PART_OF_HEAP = 8;
    private static final OffsetRangeReader.ChunkSize LETTERS = new OffsetRangeReader.ChunkSize(10_000, 4 << 20);

    private final OffsetRangeReader reader;
    private final ContractCatalog catalog;
    private final BatchMetrics metrics;
    private final RepairedGaps repaired;
    private final Duration coverWithin;
    private final AuditBudget budget;
    private final CpuClock cpu;
    private final Clock clock;
    private final StreamTables tables;
    /** The version of each stream up to which this process has found no new file. */
    private final Map<StreamName, Long> withoutNewFiles = new ConcurrentHashMap<>();
    private final long startMillis;
    private final long heapShare = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;

    KeyRota(OffsetRangeReader reader, ContractCatalog catalog, BatchMetrics metrics, BatchServiceConfig config,
            AuditBudget budget, CpuClock cpu, Clock clock) {
        this.reader = reader;
        this.catalog = catalog;
        this.metrics = metrics;
        this.repaired = new RepairedGaps(reader, catalog);
        this.coverWithin = config.batch().audit().coverWithin();
        this.budget = budget;
        this.cpu = cpu;
        this.clock = clock;
        this.tables = new StreamTables(config, "audit");
        this.startMillis = clock.millis();
    }

    /**
     * Audits a share if one is due and the budget allows it.
     *
     * @param open
     *            opens the table for reading
     * @param lane
     *            each has half the memory of the one before
     * @return the open findings of this share and of earlier ones; empty without any
     */
    public Optional<String> run(StreamName stream, EventTable table, Supplier<TableReader> open, int lane) {
        OffsetRangeReader.Topic topic = reader.topic(stream.topic());
        if (topic.bounds().keySet().stream()
                .allMatch(partition -> table.watermark(new SourcePartition(topic.id(), partition)).isEmpty())) {
            metrics.auditFindings(stream, List.of());
            return Optional.empty();
        }
        TableStatus status = table.status();
        Outstanding outstanding = Outstanding.of(topic, status.marks());
        long last = status.marks().getOrDefault(TIME + topic.id(), 0L);
        long memory = heapShare >> lane;
        long most = KeyAudit.mostOffsets(memory);
        boolean complete = true;
        budget.seen(stream, topic.id(), watermarks(topic, status.marks()),
                status.marks().getOrDefault(AuditTime.PREFIX + topic.id(), 0L));
        boolean due = outstanding.isDue(Duration.ofMillis(clock.millis() - last), coverWithin, most,
                () -> hasNewFiles(stream, status.version(), sharedVersion(status.marks(), topic.id()), open));
        boolean allowed = budget.allows(stream);
        if (due && allowed) {
            long before = cpu.nanos();
            try {
                complete = audit(stream, table, open, status, outstanding, memory);
            } finally {
                budget.audited(stream, cpu.nanos() - before);
            }
        }
        metrics.auditBudget(stream, budget.used(stream).share(), due && !allowed);
        Map<String, Long> marks = table.status().marks();
        long audited = marks.getOrDefault(TIME + topic.id(), 0L);
        long left = Outstanding.of(topic, marks).offsets();
        metrics.auditProgress(stream, left, audited, left == 0 ? 0 : age(audited).toSeconds());
        return report(stream, complete, repaired.without(stream, topic.id(), table, RecordedFinding.open(marks)));
    }

    /** Forgets a stream that was deleted. */
    public void forget(StreamName stream) {
        withoutNewFiles.remove(stream);
    }

    /** The version at the last share. */
    private static long sharedVersion(Map<String, Long> marks, String topicId) {
        return marks.getOrDefault(SHARE_VERSION + topicId, marks.getOrDefault(VERSION + topicId, -1L));
    }

    /** Whether files with new rows were added after a version, or that is not known. */
    private boolean hasNewFiles(StreamName stream, long newest, long shared, Supplier<TableReader> open) {
        long known = withoutNewFiles.getOrDefault(stream, -1L);
        long after = known > newest ? shared : Math.max(known, shared);
        if (after >= newest) {
            return false;
        }
        try (TableReader rows = open.get()) {
            if (rows.hasNewFiles(after)) {
                return true;
            }
        }
        withoutNewFiles.put(stream, newest);
        return false;
    }

    /** The time since a share reached the watermarks; since the start when none has. */
    private Duration age(long auditedMillis) {
        return Duration.ofMillis(Math.max(0, clock.millis() - (auditedMillis == 0 ? startMillis : auditedMillis)));
    }

    private static long watermarks(OffsetRangeReader.Topic topic, Map<String, Long> marks) {
        return topic.bounds().keySet().stream().mapToLong(partition -> marks
                .getOrDefault(new SourcePartition(topic.id(), partition).applicationId(), 0L)).sum();
    }

    /** Audits a share; returns whether all its findings are recorded. */
    private boolean audit(StreamName stream, EventTable table, Supplier<TableReader> open, TableStatus status,
            Outstanding outstanding, long memory) {
        String topicId = outstanding.topic().id();
        Map<Integer, OffsetRange> share = outstanding.share(KeyAudit.mostOffsets(memory));
        Map<Integer, Long> audited = new HashMap<>();
        share.forEach((partition, range) -> audited.put(partition, range.until()));
        LetterPositions letters = new LetterPositions(reader, table, stream, topicId, share, audited, LETTERS);
        List<AuditFinding> found = new ArrayList<>();
        AuditCounts counts;
        try (TableReader rows = open.get()) {
            counts = new KeyAudit(stream, catalog,
                    new TopicShare(stream, outstanding.topic(), share, reader, catalog, letters),
                    new AuditedTable.AddedFiles(rows, table, status.marks().getOrDefault(VERSION + topicId, -1L),
                            sharedVersion(status.marks(), topicId),
                            new EarlierTopicRecords(stream, outstanding.topic(), reader, catalog,
                                    () -> EventTables.read(tables.bronzeLocation(stream), StreamCalls.onProgress()))),
                    memory)
                    .run(false, found::add);
        }
        found.stream().limit(MOST_NAMED).forEach(finding -> LOG.error(
                "Audit of stream {}: {} at offset {} of partition {} of topic {}, pk hash {}: {}", stream,
                finding.kind().label(), finding.offset(), finding.source().partition(), finding.source().topicId(),
                finding.pkHash().orElse("unknown"), finding.detail()));
        metrics.audited(stream, counts, outstanding.skipped());
        if (outstanding.skipped() > 0) {
            LOG.warn("Kafka deleted {} offsets of stream {} before they were audited. ./millrace audit {} --from bronze"
                    + " compares their records with the table.", outstanding.skipped(), stream, stream);
        }
        Map<String, Long> marks = new HashMap<>();
        found.stream().limit(MOST_RECORDED).map(RecordedFinding::open)
                .forEach(finding -> marks.put(finding.name(), finding.number()));
        marks.put(AuditTime.PREFIX + topicId, clock.millis());
        if (found.size() <= MOST_RECORDED) {
            marks.putAll(letters.marks());
            marks.put(SHARE_VERSION + topicId, status.version());
            share.forEach((partition, range) -> marks.put(Outstanding.mark(topicId, partition), range.until()));
            if (share.equals(outstanding.ranges())) {
                marks.put(VERSION + topicId, status.version());
                marks.put(TIME + topicId, clock.millis());
            }
        }
        table.mark(marks);
        LOG.info("Audit of stream {}: {} records, {} rows, {} findings", stream, counts.records(), counts.rows(),
                counts.findings());
        return found.size() <= MOST_RECORDED;
    }

    private Optional<String> report(StreamName stream, boolean complete, List<RecordedFinding> open) {
        metrics.auditFindings(stream, open);
        if (open.isEmpty()) {
            return Optional.empty();
        }
        String named = open.stream().limit(MOST_NAMED).map(RecordedFinding::text).collect(Collectors.joining(", "));
        return Optional.of("the audit has " + (complete ? "" : "more than ") + open.size() + " open findings: " + named
                + (open.size() > MOST_NAMED ? ", ..." : "") + "; ./millrace audit " + stream
                + " names all of them, rebuild merges missing records, and --acknowledge REASON records an explanation");
    }
}
