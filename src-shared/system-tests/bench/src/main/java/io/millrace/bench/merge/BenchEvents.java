package io.millrace.bench.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventRow;
import io.millrace.table.MicroBatch;
import io.millrace.table.RowValues;
import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import io.millrace.table.mergerule.Precedence;

/**
 * Events of about 200 bytes whose keys and days are random: event number {@code n} has the same key whenever it is made,
 * so that a duplicate is simply an older number.
 */
final class BenchEvents {
    static final String TOPIC_ID = "bench";
    static final int PARTITION = 0;
    private static final int DAYS = 30;
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long FIRST_DAY = 20_000;
    private static final Contract CONTRACT = contract("");
    private static final Contract REVISED = contract("""
              {"name": "revision", "type": "long", "default": 0},
            """);
    private static final RowValues.Names NAMES = names(CONTRACT);
    private static final RowValues.Names REVISED_NAMES = names(REVISED);
    private static final String[] KINDS = {"created", "paid", "packed", "shipped", "returned"};

    private BenchEvents() {}

    private static Contract contract(String field) {
        return ContractParser.parse(new StreamName("bench"), """
                {"type": "record", "name": "Reading", "fields": [
                  {"name": "pk", "type": "string"},
                  {"name": "event_id", "type": "string"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  %s
                  {"name": "kind", "type": "string"},
                  {"name": "quantity", "type": "int"},
                  {"name": "amount", "type": "double"},
                  {"name": "note", "type": ["null", "string"], "default": null}
                ]}""".formatted(field));
    }

    private static RowValues.Names names(Contract contract) {
        return new RowValues.Names(ContractTable.shape(contract).columns().stream().map(Column::name).toList());
    }

    /** The table of these events. */
    static TableShape shape() {
        return ContractTable.shape(CONTRACT);
    }

    /** The table of these events when they have revisions. */
    static TableShape revisedShape() {
        return ContractTable.shape(REVISED);
    }

    /** The same columns without a key: appended, never merged. */
    static TableShape shapeWithoutKey() {
        TableShape shape = shape();
        return new TableShape(shape.columns(), shape.partitionColumns(), java.util.Optional.empty());
    }

    /**
     * A batch at the next offsets.
     *
     * @param fromOffset
     *            its first offset, inclusive
     * @param numbers
     *            the numbers of its events
     */
    static MicroBatch batch(TableShape shape, long fromOffset, long[] numbers) {
        List<EventRow> rows = new ArrayList<>(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            rows.add(row(NAMES, numbers[i], fromOffset + i, 0));
        }
        return batch(shape, fromOffset, rows);
    }

    /** {@link #batch} of events that all have one revision. */
    static MicroBatch revised(TableShape shape, long fromOffset, long[] numbers, long revision) {
        List<EventRow> rows = new ArrayList<>(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            EventRow row = row(REVISED_NAMES, numbers[i], fromOffset + i, revision);
            row.values().put("revision", revision);
            rows.add(row);
        }
        return batch(shape, fromOffset, rows);
    }

    private static MicroBatch batch(TableShape shape, long fromOffset, List<EventRow> rows) {
        return new MicroBatch(shape, TOPIC_ID, rows,
                Map.of(PARTITION, new OffsetRange(fromOffset, fromOffset + rows.size())));
    }

    private static EventRow row(RowValues.Names names, long number, long offset, long revision) {
        SplittableRandom random = new SplittableRandom(number * 0x9E3779B97F4A7C15L);
        String pk = "device-" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
        String eventId = hex(random.nextLong()) + "-" + hex(random.nextLong());
        long day = FIRST_DAY + random.nextInt(DAYS);
        long time = day * MICROS_PER_DAY + random.nextLong(MICROS_PER_DAY);
        long ingested = (FIRST_DAY + DAYS) * MICROS_PER_DAY + offset;
        RowValues values = new RowValues(names);
        values.put("pk", pk);
        values.put("event_id", eventId);
        values.put("event_time", time);
        values.put("kind", KINDS[random.nextInt(KINDS.length)]);
        values.put("quantity", random.nextInt(1, 100));
        values.put("amount", random.nextInt(1_000_000) / 100.0);
        values.put("note", "lot " + hex(random.nextLong()) + hex(random.nextLong()) + " of " + hex(random.nextLong()));
        values.put("event_date", (int) day);
        values.put("_ingested_at", ingested);
        values.put("_partition", PARTITION);
        values.put("_offset", offset);
        values.put("_schema_id", 1L);
        values.put("_correlation_id", hex(number / 100));
        values.put("_written_by", "bench");
        return new EventRow(new EventKey(pk, eventId), new Precedence(revision, offset), PARTITION, ingested, values);
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }
}
