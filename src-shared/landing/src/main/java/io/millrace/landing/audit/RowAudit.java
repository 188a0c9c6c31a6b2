package io.millrace.landing.audit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.MetadataColumns;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import org.jspecify.annotations.Nullable;

/** Compares each row of a table with the record that it came from, and with the other rows of its key. */
final class RowAudit {
    private final Contract contract;
    private final Map<SourcePartition, OffsetKeys> records;
    private final Map<SourcePartition, OffsetRange> complete;
    private final boolean topicsAreKnown;
    private final boolean allKeys;
    private final Consumer<AuditFinding> sink;
    private KeyRows keys = new KeyRows();
    private int pass;
    private int passes = 1;
    private long rows;
    private long ghosts;
    private long doubled;
    private long unjudged;

    /**
     * @param topicsAreKnown
     *            whether every row came from a topic of these records
     * @param allKeys
     *            whether rows are compared with each other although their records are not here
     */
    RowAudit(Contract contract, Map<SourcePartition, OffsetKeys> records, Map<SourcePartition, OffsetRange> complete,
            boolean topicsAreKnown, boolean allKeys, Consumer<AuditFinding> sink) {
        this.contract = contract;
        this.records = records;
        this.complete = complete;
        this.topicsAreKnown = topicsAreKnown;
        this.allKeys = allKeys;
        this.sink = sink;
    }

    /** Begins a pass, which compares the rows of every n-th key. Each pass needs all rows. */
    void begin(int number, int of) {
        keys = new KeyRows();
        pass = number;
        passes = of;
        records.values().forEach(partition -> partition.forEachEvent((offset, hash) -> {
            if (isOfPass(hash)) {
                keys.expect(hash);
            }
        }));
    }

    /** Whether a key is compared in this pass. */
    boolean isOfPass(long hash) {
        return Math.floorMod(hash, passes) == pass;
    }

    /** Whether a key of this pass has a row; call it after the last row. */
    boolean hasRow(long hash) {
        return keys.hasRow(hash);
    }

    void row(Map<String, @Nullable Object> values) {
        EventKey key = new EventKey(String.valueOf(values.get(contract.roles().pk())),
                String.valueOf(values.get(contract.roles().eventId())));
        long hash = OffsetKeys.legal(key.hash());
        if (!isOfPass(hash)) {
            return;
        }
        rows++;
        KeyRows.Row row = new KeyRows.Row((int) number(values, MetadataColumns.PARTITION),
                number(values, MetadataColumns.OFFSET), number(values, MetadataColumns.INGESTED_AT));
        compareWithRecord(key, hash, row);
        if (allKeys) {
            keys.expect(hash);
        }
        if (keys.isExpected(hash)) {
            compareWithRows(key, hash, row);
        }
    }

    private void compareWithRecord(EventKey key, long hash, KeyRows.Row row) {
        SourcePartition wrong = null;
        boolean unknown = false;
        for (var entry : records.entrySet()) {
            SourcePartition source = entry.getKey();
            if (source.partition() == row.partition() && entry.getValue().contains(row.offset())) {
                if (entry.getValue().explains(row.offset(), hash)) {
                    return;
                }
                OffsetRange whole = complete.get(source);
                boolean readWhole = whole != null && row.offset() >= whole.from() && row.offset() < whole.until();
                if (readWhole || entry.getValue().hasRecord(row.offset())) {
                    wrong = source;
                } else {
                    unknown = true;
                }
            }
        }
        if (wrong == null || unknown || !topicsAreKnown) {
            unjudged += wrong != null || unknown ? 1 : 0;
            return;
        }
        ghosts++;
        boolean another = records.get(wrong) instanceof OffsetKeys keysThere && keysThere.hasRecord(row.offset());
        sink.accept(new AuditFinding(AuditFinding.Kind.GHOST, wrong, row.offset(), Optional.of(key), another
                ? "the record at the offset of the row has another key"
                : "there is no record at the offset of the row"));
    }

    private void compareWithRows(EventKey key, long hash, KeyRows.Row row) {
        if (!keys.hasRow(hash)) {
            keys.set(hash, row);
            return;
        }
        KeyRows.Row other = keys.row(hash);
        long apart = Math.abs(row.ingestedAtMicros() - other.ingestedAtMicros());
        if (apart < TimeUnit.MILLISECONDS.toMicros(contract.dedupHorizon().toMillis())) {
            doubled++;
            sink.accept(new AuditFinding(AuditFinding.Kind.DOUBLED, source(row), row.offset(), Optional.of(key),
                    "the row from offset " + other.offset() + " of partition " + other.partition()
                            + " has the same key"));
        }
        if (row.ingestedAtMicros() > other.ingestedAtMicros()) {
            keys.set(hash, row);
        }
    }

    /** The partition of a row; its topic is known only when the records are. */
    private SourcePartition source(KeyRows.Row row) {
        return records.entrySet().stream()
                .filter(e -> e.getKey().partition() == row.partition() && e.getValue().contains(row.offset()))
                .map(Map.Entry::getKey).findFirst().orElse(new SourcePartition("", row.partition()));
    }

    private static long number(Map<String, @Nullable Object> values, String column) {
        return values.get(column) instanceof Number number ? number.longValue() : -1;
    }

    AuditCounts counts(long recordsRead, long gaps, long recordsUnjudged) {
        return new AuditCounts(recordsRead, rows, gaps, ghosts, doubled, unjudged + recordsUnjudged);
    }
}
