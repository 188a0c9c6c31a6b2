package io.millrace.landing.receipt;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.MetadataColumns;
import io.millrace.contracts.schema.Roles;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.schema.UuidText;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.TableStatus;
import io.millrace.table.mergerule.EventKey;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Looks for an event in the table of its stream, then among the dead letters. */
public final class ReceiptSearch {
    private static final Set<String> COLUMNS = Set.of(MetadataColumns.PARTITION, MetadataColumns.OFFSET,
            MetadataColumns.INGESTED_AT, MetadataColumns.SCHEMA_ID, MetadataColumns.WRITTEN_BY,
            MetadataColumns.CORRELATION_ID);

    private final Contract contract;
    private final TableReader table;
    private final DeadLetterSearch letters;

    /** The dead-letter topic of a stream. */
    public interface LetterTopic {
        /**
         * Gives out letters, in any order.
         *
         * @param from
         *            gives the first offset that is needed of a partition
         */
        void read(ToLongFunction<SourcePartition> from, LetterSink sink);
    }

    /** Takes letters. */
    public interface LetterSink {
        /** Takes a letter of a dead-letter topic with this id. */
        void accept(String topicId, ConsumerRecord<byte[], byte[]> letter);
    }

    /**
     * @param letters
     *            the table of letters, read only when the event is not in the table
     * @param topic
     *            of the letters; the part that the table of letters has is not read
     */
    public ReceiptSearch(StreamName stream, ContractCatalog catalog, TableReader table, TableReader letters,
            LetterTopic topic) {
        this.contract = catalog.find(stream)
                .orElseThrow(() -> new IllegalArgumentException("stream " + stream + " has no contract")).latest();
        this.table = table;
        this.letters = new DeadLetterSearch(stream, new RecordDecoder(catalog), letters, topic);
    }

    /**
     * Finds an event.
     *
     * @param pk
     *            as text; a uuid in either case
     * @param eventId
     *            as text; a uuid in either case
     */
    public Receipt find(String pk, String eventId) {
        Roles roles = contract.roles();
        EventKey key = new EventKey(spelled(roles.pk(), pk), spelled(roles.eventId(), eventId));
        // Before the rows: an event that is merged meanwhile is found, or is at or above these watermarks.
        Optional<TableStatus> status = table.status();
        List<Receipt.Row> rows = table
                .locate(new TableShape.KeyColumns(roles.pk(), roles.eventId(), roles.revision()), key, COLUMNS).stream()
                .map(ReceiptSearch::row).toList();
        if (!rows.isEmpty()) {
            return new Receipt.InTable(rows);
        }
        List<Receipt.Letter> found = letters.find(key);
        if (!found.isEmpty()) {
            return new Receipt.DeadLettered(found);
        }
        return new Receipt.NotSeen(status.map(TableStatus::version).orElse(-1L),
                watermarks(status.map(TableStatus::marks).orElse(Map.of())));
    }

    private String spelled(String field, String text) {
        Schema.Field found = contract.schema().getField(field);
        String spelled = found == null ? null : UuidText.spelled(found.schema(), text);
        return spelled == null ? text : spelled;
    }

    private static Map<String, Long> watermarks(Map<String, Long> marks) {
        Map<String, Long> watermarks = new HashMap<>(marks);
        watermarks.keySet().removeIf(name -> !SourcePartition.isApplicationId(name));
        return watermarks;
    }

    private static Receipt.Row row(TableReader.LocatedRow row) {
        Map<String, @Nullable Object> values = row.values();
        return new Receipt.Row(row.version(), row.file(), row.partitionValues(),
                (int) number(values, MetadataColumns.PARTITION), number(values, MetadataColumns.OFFSET),
                Instant.EPOCH.plusNanos(TimeUnit.MICROSECONDS.toNanos(number(values, MetadataColumns.INGESTED_AT))),
                number(values, MetadataColumns.SCHEMA_ID), String.valueOf(values.get(MetadataColumns.WRITTEN_BY)),
                Optional.ofNullable(values.get(MetadataColumns.CORRELATION_ID)).map(String::valueOf));
    }

    private static long number(Map<String, @Nullable Object> values, String column) {
        return values.get(column) instanceof Number number ? number.longValue() : -1;
    }
}
