package io.millrace.landing.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.MetadataColumns;
import io.millrace.landing.decode.KeyReading;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;

/** The findings about rows. Their keys are read from the table once more, as there are few findings as a rule. */
final class RowFindings {
    /** The detail of a row whose offset has the record of another event. */
    static final String OTHER_KEY = "the record at the offset of the row has another key";
    /** The detail of a row whose offset has no record. */
    static final String NO_RECORD = "there is no record at the offset of the row";

    private final Contract contract;
    private final Map<RowPosition, Ghost> ghosts = new HashMap<>();
    private final Set<Long> repeated = new HashSet<>();
    private long doubled;

    /** The position of a row, and the hash of its key. */
    private record RowPosition(int partition, long offset, long hash) {}

    private record Ghost(SourcePartition source, String detail) {}

    /**
     * A row whose key may be doubled.
     *
     * @param key
     *            its key
     * @param partition
     *            of its record
     * @param offset
     *            of its record
     * @param ingestedAtMicros
     *            microseconds since the epoch
     */
    record KeyedRow(EventKey key, int partition, long offset, long ingestedAtMicros) {}

    RowFindings(Contract contract) {
        this.contract = contract;
    }

    /** Adds a row without a record. */
    void addGhost(SourcePartition source, long offset, long hash, String detail) {
        ghosts.put(new RowPosition(source.partition(), offset, hash), new Ghost(source, detail));
    }

    /** Hashes of keys that several rows have. */
    Set<Long> repeated() {
        return repeated;
    }

    /**
     * Reports all findings.
     *
     * @param isCompared
     *            whether the rows of a repeated key are compared with each other
     * @param sourceOf
     *            the partition of a row
     */
    void report(TableReader table, Predicate<List<KeyedRow>> isCompared, Function<KeyedRow, SourcePartition> sourceOf,
            Consumer<AuditFinding> sink) {
        if (ghosts.isEmpty() && repeated.isEmpty()) {
            return;
        }
        Map<RowPosition, Ghost> unnamed = new HashMap<>(ghosts);
        Map<EventKey, List<KeyedRow>> rows = new HashMap<>();
        table.values(Set.of(contract.roles().pk(), contract.roles().eventId(), MetadataColumns.PARTITION,
                MetadataColumns.OFFSET, MetadataColumns.INGESTED_AT), values -> {
                    KeyedRow row = row(values);
                    long hash = KeyReading.legal(row.key().hash());
                    RowPosition position = new RowPosition(row.partition(), row.offset(), hash);
                    Ghost ghost = ghosts.get(position);
                    if (ghost != null) {
                        unnamed.remove(position);
                        sink.accept(finding(ghost, row.offset(), Optional.of(row.key())));
                    }
                    if (repeated.contains(hash)) {
                        rows.computeIfAbsent(row.key(), key -> new ArrayList<>(2)).add(row);
                    }
                });
        unnamed.forEach((position, ghost) -> sink.accept(finding(ghost, position.offset(), Optional.empty())));
        rows.values().stream().filter(isCompared).forEach(group -> reportDoubled(group, sourceOf, sink));
    }

    private static AuditFinding finding(Ghost ghost, long offset, Optional<EventKey> key) {
        return new AuditFinding(AuditFinding.Kind.GHOST, ghost.source(), offset, key, ghost.detail());
    }

    private void reportDoubled(List<KeyedRow> group, Function<KeyedRow, SourcePartition> sourceOf,
            Consumer<AuditFinding> sink) {
        long horizon = TimeUnit.MILLISECONDS.toMicros(contract.dedupHorizon().toMillis());
        group.sort(Comparator.comparingLong(KeyedRow::ingestedAtMicros).thenComparingLong(KeyedRow::offset));
        for (int i = 1; i < group.size(); i++) {
            KeyedRow row = group.get(i);
            KeyedRow other = group.get(i - 1);
            if (row.ingestedAtMicros() - other.ingestedAtMicros() < horizon) {
                doubled++;
                sink.accept(new AuditFinding(AuditFinding.Kind.DOUBLED, sourceOf.apply(row), row.offset(),
                        Optional.of(row.key()), "the row from offset " + other.offset() + " of partition "
                                + other.partition() + " has the same key"));
            }
        }
    }

    private KeyedRow row(Map<String, @Nullable Object> values) {
        return new KeyedRow(
                new EventKey(String.valueOf(values.get(contract.roles().pk())),
                        String.valueOf(values.get(contract.roles().eventId()))),
                (int) number(values, MetadataColumns.PARTITION, TableReader.KeyRowSink.NO_PARTITION),
                number(values, MetadataColumns.OFFSET, TableReader.KeyRowSink.NO_NUMBER),
                number(values, MetadataColumns.INGESTED_AT, -1));
    }

    private static long number(Map<String, @Nullable Object> values, String column, long without) {
        return values.get(column) instanceof Number number ? number.longValue() : without;
    }

    /** The number of doubled keys, after the report. */
    long doubled() {
        return doubled;
    }
}
