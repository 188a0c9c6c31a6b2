package io.millrace.landing.audit;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.millrace.contracts.record.Decoded;
import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.MetadataColumns;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.Books;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Audits a stream by key: each record must be a row or a dead letter, each row must have a record, and no two rows within the
 * dedup horizon may have the same key. Keys are compared by 64-bit hashes, in as many passes over the table as the memory
 * needs; 8 bytes per offset are kept all the time. The services may go on meanwhile.
 */
public final class KeyAudit {
    private final StreamName stream;
    private final Contract contract;
    private final RecordDecoder decoder;
    private final AuditedRecords records;
    private final TableReader table;
    private final long memory;
    private final Map<SourcePartition, OffsetKeys> keys = new HashMap<>();
    private long read;

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
    public KeyAudit(StreamName stream, ContractCatalog catalog, AuditedRecords records, TableReader table,
            long memory) {
        this.stream = stream;
        this.contract = catalog.find(stream)
                .orElseThrow(() -> new IllegalArgumentException("stream " + stream + " has no contract")).latest();
        this.decoder = new RecordDecoder(catalog);
        this.records = records;
        this.table = table;
        this.memory = memory;
        if (offsets(records) > mostOffsets(memory)) {
            throw new IllegalArgumentException(offsets(records) + " offsets are too many for " + memory + " bytes");
        }
    }

    /** The number of offsets to audit. */
    public static long offsets(AuditedRecords records) {
        return records.ranges().values().stream().mapToLong(range -> range.until() - range.from()).sum();
    }

    /** The largest number of offsets that can be audited with this memory, in bytes. */
    public static long mostOffsets(long memory) {
        return memory / 2 / Long.BYTES;
    }

    /**
     * Runs the audit.
     *
     * @param allRows
     *            whether rows whose records are not among those audited are compared with each other
     * @param sink
     *            takes each difference
     */
    public AuditCounts run(boolean allRows, Consumer<AuditFinding> sink) {
        records.ranges().forEach((source, range) -> keys.put(source, new OffsetKeys(range)));
        records.read(this::take);
        TableStatus status = table.status().orElseThrow();
        Set<String> topics = keys.keySet().stream().map(SourcePartition::topicId).collect(Collectors.toSet());
        RowAudit rows = new RowAudit(contract, keys, records.complete(),
                topics.containsAll(Books.of(status.marks()).keySet()), allRows, sink);
        int passes = passes(allRows ? Math.max(status.rows(), read) : read);
        Map<SourcePartition, BitSet> gaps = new HashMap<>();
        for (int pass = 0; pass < passes; pass++) {
            rows.begin(pass, passes);
            table.values(Set.of(contract.roles().pk(), contract.roles().eventId(), MetadataColumns.PARTITION,
                    MetadataColumns.OFFSET, MetadataColumns.INGESTED_AT), rows::row);
            keys.forEach((source, of) -> of.forEachEvent((offset, hash) -> {
                if (rows.isOfPass(hash) && !rows.hasRow(hash)) {
                    bits(gaps, source).set((int) (offset - of.range().from()));
                }
            }));
        }
        keys.forEach((source, of) -> bits(gaps, source).or(of.withoutRow()));
        long unjudged = withoutDeadLettered(gaps);
        return rows.counts(read, report(gaps, sink), unjudged);
    }

    private int passes(long keysAtMost) {
        return Math.toIntExact(1 + keysAtMost / Math.max(1, memory / 2 / KeyRows.BYTES_PER_KEY));
    }

    private static BitSet bits(Map<SourcePartition, BitSet> gaps, SourcePartition source) {
        return gaps.computeIfAbsent(source, s -> new BitSet());
    }

    private void take(String topicId, ConsumerRecord<byte[], byte[]> record) {
        OffsetKeys of = keys.get(new SourcePartition(topicId, record.partition()));
        if (of != null && of.contains(record.offset())) {
            read += of.hasRecord(record.offset()) ? 0 : 1;
            EventKey key = key(record);
            if (key == null) {
                of.noEvent(record.offset());
            } else {
                of.event(record.offset(), OffsetKeys.legal(key.hash()));
            }
        }
    }

    /** The key of an event; null for a record that is none. */
    private @Nullable EventKey key(ConsumerRecord<byte[], byte[]> record) {
        try {
            return switch (decoder.decodeKnown(stream, record, new DecodedWeight(memory))) {
                case Decoded.Event event -> new EventKey(event.event().roles().pk(), event.event().roles().eventId());
                case Decoded.Poison poison -> null;
            };
        } catch (OverweightException e) {
            RecordDecoder.Key key = decoder.key(stream, record);
            return new EventKey(key.pk(), key.eventId());
        }
    }

    /**
     * Leaves out the records that have a dead letter, and those that may have had one. Returns the number of the latter: an
     * event has none as a rule, and every other record has one.
     */
    private long withoutDeadLettered(Map<SourcePartition, BitSet> gaps) {
        gaps.values().removeIf(BitSet::isEmpty);
        if (gaps.isEmpty()) {
            return 0;
        }
        Map<SourcePartition, OffsetRange> spans = new HashMap<>();
        gaps.forEach((source, bits) -> spans.put(source, span(source, bits)));
        records.deadLetters(spans).forEach((source, offsets) -> {
            BitSet of = gaps.get(source);
            if (of != null) {
                offsets.forEach(offset -> of.clear((int) (offset - from(source))));
            }
        });
        if (records.hasAllDeadLetters()) {
            return 0;
        }
        long unjudged = 0;
        for (var entry : gaps.entrySet()) {
            BitSet noEvents = of(entry.getKey()).withoutRow();
            noEvents.and(entry.getValue());
            entry.getValue().andNot(noEvents);
            unjudged += noEvents.cardinality();
        }
        return unjudged;
    }

    /** Reads the records that are missing again, for their keys. */
    private long report(Map<SourcePartition, BitSet> gaps, Consumer<AuditFinding> sink) {
        long number = gaps.values().stream().mapToLong(BitSet::cardinality).sum();
        if (number == 0) {
            return 0;
        }
        records.read((topicId, record) -> {
            SourcePartition source = new SourcePartition(topicId, record.partition());
            BitSet of = gaps.get(source);
            if (of != null && of(source).contains(record.offset())
                    && of.get((int) (record.offset() - from(source)))) {
                of.clear((int) (record.offset() - from(source)));
                EventKey key = key(record);
                sink.accept(new AuditFinding(AuditFinding.Kind.GAP, source, record.offset(),
                        Optional.ofNullable(key), key == null
                                ? "the record is no event, and has no dead letter"
                                : "no row has the key of the record, and the record has no dead letter"));
            }
        });
        gaps.forEach((source, bits) -> bits.stream().forEach(i -> sink.accept(new AuditFinding(
                AuditFinding.Kind.GAP, source, from(source) + i, Optional.empty(),
                "the record was deleted from Kafka during the audit"))));
        return number;
    }

    private OffsetRange span(SourcePartition source, BitSet bits) {
        return new OffsetRange(from(source) + bits.nextSetBit(0), from(source) + bits.length());
    }

    private long from(SourcePartition source) {
        return of(source).range().from();
    }

    private OffsetKeys of(SourcePartition source) {
        OffsetKeys of = keys.get(source);
        if (of == null) {
            throw new IllegalArgumentException("partition " + source + " is not audited");
        }
        return of;
    }
}
