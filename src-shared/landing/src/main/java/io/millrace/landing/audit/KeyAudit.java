package io.millrace.landing.audit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.decode.KeyReading;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableStatus;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Audits a stream by key: each record must be a row or a dead letter, each row must have a record, and no two rows within the
 * dedup horizon may have the same key. Keys are compared by 64-bit hashes. The services may go on meanwhile.
 *
 * <p>
 * The rows are read first, as hashes of keys by partition and offset. A record with a row of its own offset and its own key has
 * become that row, and nothing but its key is read. Every other record is decoded in full, and its key is looked up.
 */
public final class KeyAudit {
    private final Contract contract;
    private final KeyReading reading;
    private final AuditedRecords records;
    private final AuditedTable table;
    private final long memory;
    private final Map<SourcePartition, OffsetRange> ranges;
    private final Map<SourcePartition, BitSet> seen = new HashMap<>();
    private final RowsByOffset rows = new RowsByOffset();
    private final UnexplainedRecords unexplained;
    private final RowFindings findings;
    private final RowOrigins origins = new RowOrigins();
    private final RowsOutside outside = new RowsOutside(origins);
    private final EarlierRows earlier;
    /** Events whose keys are compared in a later pass. */
    private final List<LaterEvent> later = new ArrayList<>();
    /** Repeated hashes that an event without a row of its own has. */
    private final Set<Long> repeatedInRecords = new HashSet<>();
    private KeyHashes hashes = new KeyHashes();
    private int passes = 1;
    private long oldestIngestMicros = Long.MAX_VALUE;
    private long rowsRead;

    private record LaterEvent(SourcePartition source, long offset, long hash) {}

    /**
     * @param records
     *            to audit
     * @param table
     *            of the stream
     * @param memory
     *            for the comparison, in bytes
     * @throws IllegalArgumentException
     *             when there are too many offsets for this memory
     */
    public KeyAudit(StreamName stream, ContractCatalog catalog, AuditedRecords records, AuditedTable table,
            long memory) {
        this.contract = catalog.find(stream)
                .orElseThrow(() -> new IllegalArgumentException("stream " + stream + " has no contract")).latest();
        this.reading = new KeyReading(stream, catalog);
        this.records = records;
        this.table = table;
        this.memory = memory;
        if (offsets(records) > mostOffsets(memory)) {
            throw new IllegalArgumentException(offsets(records) + " offsets are too many for " + memory + " bytes");
        }
        this.ranges = records.ranges();
        this.unexplained = new UnexplainedRecords(ranges);
        this.findings = new RowFindings(contract);
        this.earlier = new EarlierRows(memory / 4);
        ranges.entrySet().stream()
                .collect(Collectors.groupingBy(range -> range.getKey().partition(),
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())))
                .forEach(rows::cover);
    }

    /** The number of offsets to audit. */
    public static long offsets(AuditedRecords records) {
        return records.ranges().values().stream().mapToLong(range -> range.until() - range.from()).sum();
    }

    /** The largest number of offsets that can be audited with this memory, in bytes. */
    public static long mostOffsets(long memory) {
        return memory / 2 / RowsByOffset.BYTES_PER_OFFSET;
    }

    /**
     * Runs the audit, once.
     *
     * @param allRows
     *            whether rows whose records are not among those audited are compared with each other
     * @param sink
     *            takes each difference
     */
    public AuditCounts run(boolean allRows, Consumer<AuditFinding> sink) {
        TableStatus status = table.reader().status().orElseThrow();
        origins.add(status.marks());
        passes = switch (table) {
            case AuditedTable.WholeTable whole -> passes(status.rows());
            case AuditedTable.AddedFiles added -> 1;
        };
        firstPass();
        for (int pass = 1; pass < passes; pass++) {
            furtherPass(pass);
        }
        long recordsUnjudged = unexplained.withoutDeadLettered(records);
        long ghosts = outside.judge(table.reader().status().orElseThrow().marks(), findings);
        boolean topicsAreKnown = topicsAreKnown();
        long[] ofRows = judgeRows(topicsAreKnown);
        ghosts += ofRows[0] + judgeEarlier(topicsAreKnown);
        long rowsUnjudged = ofRows[1] + outside.unjudged() + earlier.unjudged();
        findings.report(table.reader(), group -> isCompared(group, allRows), this::sourceOf, sink);
        return new AuditCounts(seen.values().stream().mapToLong(BitSet::cardinality).sum(),
                rowsRead - rowsUnjudged - outside.later(),
                reportGaps(sink), ghosts, findings.doubled(), recordsUnjudged + rowsUnjudged);
    }

    /** Judges the rows in new files whose offsets were audited before; returns the number of ghosts. */
    private long judgeEarlier(boolean topicsAreKnown) {
        long[] ghosts = {0};
        if (table instanceof AuditedTable.AddedFiles added) {
            earlier.judge(added.earlier(), record -> reading.key(record, memory), topicsAreKnown,
                    (partition, offset, hash, detail) -> {
                        ghosts[0]++;
                        findings.addGhost(origins.nameless(partition), offset, hash, detail);
                    });
        }
        return ghosts[0];
    }

    private int passes(long keys) {
        return Math.toIntExact(1 + Math.max(0, keys) / Math.max(1, memory / 2 / KeyHashes.BYTES_PER_KEY));
    }

    private boolean isOfPass(long hash, int pass) {
        return passes == 1 || Math.floorMod(hash, passes) == pass;
    }

    private void firstPass() {
        table.read(contract, (keyHash, partition, offset, ingestedAtMicros, isNew) -> {
            long hash = KeyReading.legal(keyHash);
            if (rows.covers(partition, offset)) {
                rows.add(partition, offset, hash);
                taken(hash, ingestedAtMicros);
            } else if (isNew && !isOfLaterAudit(partition, offset)) {
                takeOutside(partition, offset, hash);
                taken(hash, ingestedAtMicros);
            }
        });
        hashes.sort();
        hashes.repeatedTo(findings.repeated());
        if (table instanceof AuditedTable.AddedFiles added && rowsRead > 0) {
            long horizon = TimeUnit.MILLISECONDS.toMicros(contract.dedupHorizon().toMillis());
            findings.repeated().addAll(
                    added.repeated(hashes.toArray(), Math.max(oldestIngestMicros, Long.MIN_VALUE + horizon) - horizon));
        }
        records.read(this::take);
        unexplained.lookUp(this::present);
    }

    private void taken(long hash, long ingestedAtMicros) {
        rowsRead++;
        oldestIngestMicros = Math.min(oldestIngestMicros, ingestedAtMicros);
        if (isOfPass(hash, 0)) {
            hashes.add(hash);
        }
    }

    /** Whether an audit of added files leaves a row to a later one, which audits its offset. */
    private boolean isOfLaterAudit(int partition, long offset) {
        return table instanceof AuditedTable.AddedFiles && RowsOutside.hasCoordinates(partition, offset)
                && !outside.isSuspect(partition, offset) && !isEarlier(partition, offset);
    }

    /** Whether an offset is below the audited ones of its partition, or its partition has none. */
    private boolean isEarlier(int partition, long offset) {
        return origins.has(partition, offset) && offset < rows.from(partition);
    }

    private void takeOutside(int partition, long offset, long hash) {
        if (table instanceof AuditedTable.AddedFiles && isEarlier(partition, offset)) {
            earlier.add(partition, offset, hash);
        } else {
            outside.add(partition, offset, hash);
        }
    }

    private void furtherPass(int pass) {
        hashes = new KeyHashes();
        table.read(contract, (keyHash, partition, offset, ingestedAtMicros, isNew) -> {
            long hash = KeyReading.legal(keyHash);
            if (isOfPass(hash, pass)) {
                hashes.add(hash);
            }
        });
        hashes.sort();
        hashes.repeatedTo(findings.repeated());
        later.stream().filter(event -> isOfPass(event.hash(), pass))
                .forEach(event -> compare(event.source(), event.offset(), event.hash()));
    }

    private void take(String topicId, ConsumerRecord<byte[], byte[]> record) {
        SourcePartition source = new SourcePartition(topicId, record.partition());
        OffsetRange range = ranges.get(source);
        if (range == null || !range.contains(record.offset())) {
            return;
        }
        BitSet before = seen.computeIfAbsent(source, s -> new BitSet());
        int index = (int) (record.offset() - range.from());
        if (before.get(index)) {
            return;
        }
        before.set(index);
        long quick = reading.quickHash(record);
        if (quick != KeyReading.NONE && rows.explain(source.partition(), record.offset(), quick)) {
            return;
        }
        Optional<EventKey> key = reading.key(record, memory);
        if (key.isPresent()) {
            takeEvent(source, record.offset(), key.get());
        } else if (!rows.explainAll(source.partition(), record.offset())) {
            unexplained.addNoEvent(source, record.offset());
        }
    }

    private void takeEvent(SourcePartition source, long offset, EventKey key) {
        long hash = KeyReading.legal(key.hash());
        if (rows.explain(source.partition(), offset, hash)) {
            return;
        }
        if (!isOfPass(hash, 0)) {
            later.add(new LaterEvent(source, offset, hash));
        } else if (table instanceof AuditedTable.AddedFiles && !hashes.has(hash)) {
            unexplained.add(source, offset, key, this::present);
        } else {
            compare(source, offset, hash);
        }
    }

    private void compare(SourcePartition source, long offset, long hash) {
        if (!hashes.has(hash)) {
            unexplained.addGap(source, offset);
        } else if (findings.repeated().contains(hash)) {
            repeatedInRecords.add(hash);
        }
    }

    private Set<EventKey> present(Set<EventKey> keys) {
        return switch (table) {
            case AuditedTable.WholeTable whole -> throw new IllegalStateException("all rows were read");
            case AuditedTable.AddedFiles added -> added.present(keys);
        };
    }

    /** Judges the rows that no record explains; returns the numbers of ghosts and of rows that cannot be judged. */
    private long[] judgeRows(boolean topicsAreKnown) {
        Map<SourcePartition, OffsetRange> complete = records.complete();
        long[] counts = new long[2];
        rows.forEachUnexplained((partition, offset, hash) -> {
            SourcePartition wrong = null;
            boolean unknown = origins.hasOutside(ranges, partition, offset);
            for (SourcePartition source : ranges.keySet()) {
                if (source.partition() == partition && has(ranges, source, offset)) {
                    if (isSeen(source, offset) || has(complete, source, offset)) {
                        wrong = source;
                    } else {
                        unknown = true;
                    }
                }
            }
            if (wrong == null || unknown || !topicsAreKnown) {
                counts[1]++;
                return;
            }
            counts[0]++;
            findings.addGhost(wrong, offset, hash, isSeen(wrong, offset)
                    ? RowFindings.OTHER_KEY
                    : RowFindings.NO_RECORD);
        });
        return counts;
    }

    /** Whether every row came from a topic of these records. */
    private boolean topicsAreKnown() {
        return records.topicIds().containsAll(origins.topicIds());
    }

    private boolean isSeen(SourcePartition source, long offset) {
        BitSet records = seen.get(source);
        OffsetRange range = ranges.get(source);
        return records != null && range != null && records.get((int) (offset - range.from()));
    }

    /** Whether the range of a partition contains an offset. */
    static boolean has(Map<SourcePartition, OffsetRange> in, SourcePartition source, long offset) {
        OffsetRange range = in.get(source);
        return range != null && range.contains(offset);
    }

    private boolean isCompared(List<RowFindings.KeyedRow> group, boolean allRows) {
        return allRows || group.stream().anyMatch(row -> rows.covers(row.partition(), row.offset())
                || earlier.has(row.partition(), row.offset()) || outside.has(row.partition(), row.offset()))
                || repeatedInRecords.contains(KeyReading.legal(group.getFirst().key().hash()));
    }

    /** The partition of a row; its topic is known only when its offset is audited. */
    private SourcePartition sourceOf(RowFindings.KeyedRow row) {
        return ranges.keySet().stream()
                .filter(source -> source.partition() == row.partition() && has(ranges, source, row.offset()))
                .findFirst().orElse(origins.nameless(row.partition()));
    }

    /** Reads the records that are missing again, for their keys. Returns their number. */
    private long reportGaps(Consumer<AuditFinding> sink) {
        Map<SourcePartition, BitSet> gaps = unexplained.gaps();
        long number = gaps.values().stream().mapToLong(BitSet::cardinality).sum();
        if (number == 0) {
            return 0;
        }
        records.read((topicId, record) -> {
            SourcePartition source = new SourcePartition(topicId, record.partition());
            BitSet of = gaps.get(source);
            if (of != null && has(ranges, source, record.offset()) && of.get(index(source, record.offset()))) {
                of.clear(index(source, record.offset()));
                Optional<EventKey> key = reading.key(record, memory);
                sink.accept(new AuditFinding(AuditFinding.Kind.GAP, source, record.offset(), key, key.isEmpty()
                        ? "the record is no event, and has no dead letter"
                        : "no row has the key of the record, and the record has no dead letter"));
            }
        });
        ranges.forEach((source, range) -> gaps.getOrDefault(source, new BitSet()).stream()
                .forEach(i -> sink.accept(new AuditFinding(AuditFinding.Kind.GAP, source, range.from() + i,
                        Optional.empty(), "the record was deleted from Kafka during the audit"))));
        return number;
    }

    private int index(SourcePartition source, long offset) {
        OffsetRange range = ranges.get(source);
        return range == null ? -1 : (int) (offset - range.from());
    }
}
