package io.millrace.landing.receipt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
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

    /** The source of a letter that the gateway wrote. */
    private static final String GATEWAY = "gateway";

    private final StreamName stream;
    private final Contract contract;
    private final RecordDecoder decoder;
    private final TableReader table;
    private final Letters letters;

    /** The dead letters of a stream. */
    public interface Letters {
        /** Gives out all letters, in any order. */
        void read(Consumer<ConsumerRecord<byte[], byte[]>> sink);
    }

    /**
     * @param letters
     *            read only when the event is not in the table
     */
    public ReceiptSearch(StreamName stream, ContractCatalog catalog, TableReader table, Letters letters) {
        this.stream = stream;
        this.contract = catalog.find(stream)
                .orElseThrow(() -> new IllegalArgumentException("stream " + stream + " has no contract")).latest();
        this.decoder = new RecordDecoder(catalog);
        this.table = table;
        this.letters = letters;
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
        List<Receipt.Letter> found = new ArrayList<>();
        letters.read(letter -> {
            if (isOf(key, letter)) {
                found.add(letter(letter));
            }
        });
        if (!found.isEmpty()) {
            found.sort(Comparator.comparing(Receipt.Letter::writtenAt).thenComparing(Receipt.Letter::offset));
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

    /** A letter of the gateway may have no key and no value of the contract: the header of the event id is what it has. */
    private boolean isOf(EventKey key, ConsumerRecord<byte[], byte[]> letter) {
        Optional<String> header = EventHeaders.text(letter.headers(), EventHeaders.EVENT_ID);
        if (header.isPresent() && !header.get().equals(key.eventId())) {
            return false;
        }
        boolean samePk = Arrays.equals(key.pk().getBytes(StandardCharsets.UTF_8), letter.key());
        return header.isPresent() && (letter.key() == null || samePk) || key.equals(keyIn(letter));
    }

    /** Null when the value has no key that can be read. */
    private @Nullable EventKey keyIn(ConsumerRecord<byte[], byte[]> letter) {
        if (letter.value() == null) {
            return null;
        }
        try {
            RecordDecoder.Key found = decoder.key(stream, letter);
            return new EventKey(found.pk(), found.eventId());
        } catch (IllegalStateException e) { // the value is no event
            return null;
        }
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

    private static Receipt.Letter letter(ConsumerRecord<byte[], byte[]> letter) {
        return new Receipt.Letter(EventHeaders.text(letter.headers(), DeadLetter.ERROR_CODE).orElse(""),
                EventHeaders.text(letter.headers(), DeadLetter.ERROR_DETAIL).orElse(""),
                EventHeaders.text(letter.headers(), DeadLetter.ERROR_RULE),
                EventHeaders.text(letter.headers(), DeadLetter.ERROR_POINTER),
                EventHeaders.text(letter.headers(), DeadLetter.SOURCE_OFFSET).isPresent()
                        ? DeadLetter.coordinates(letter.headers())
                        : GATEWAY,
                letter.partition(), letter.offset(),
                Instant.ofEpochMilli(letter.timestamp()));
    }
}
