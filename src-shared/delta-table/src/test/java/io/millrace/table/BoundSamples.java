package io.millrace.table;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import io.millrace.table.mergerule.Precedence;
import org.jspecify.annotations.Nullable;

/** Rows whose values are at the edges of what their types and the statistics of files can hold. */
public final class BoundSamples {
    /** The columns under test, with the values that they have. */
    public static final Map<Column, List<Object>> VALUES = new LinkedHashMap<>();
    /** All columns. */
    public static final TableShape SHAPE;

    private static final String ID = "id";
    private static final int RANDOM_FILES = 30;
    private static final int ROWS_OF_A_FILE = 4;
    private static final int ONE_NULL_IN = 6;

    static {
        values("a_long", new ColumnType.Int64(), Long.MIN_VALUE, -1L, 0L, 1L, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE);
        values("an_int", new ColumnType.Int32(), Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE);
        values("a_float", new ColumnType.Float32(), Float.NEGATIVE_INFINITY, -Float.MAX_VALUE, -0.1f, -0.0f, 0.0f,
                Float.MIN_VALUE, 0.1f, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN);
        values("a_double", new ColumnType.Float64(), Double.NEGATIVE_INFINITY, -Double.MAX_VALUE, -0.1, -0.0, 0.0,
                Double.MIN_VALUE, 0.1, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NaN);
        values("a_text", new ColumnType.Text(), "", "a", "a".repeat(256), "a".repeat(257), "a".repeat(300) + "b", "b",
                "\ud7ff".repeat(100), "\ud7ff".repeat(85) + "b", "\ue000", "\uffff".repeat(100),
                "\ud83d\ude80".repeat(70), "x".repeat(254) + "\ud83d\ude80", "\udbff\udfff".repeat(80),
                "}{\"\\]\u0000");
        values("a_date", new ColumnType.Date(), day("0001-01-01"), day("1582-10-10"), day("1969-12-31"), 0,
                day("2026-11-27"), day("9999-12-31"));
        values("a_time", new ColumnType.Timestamp(), micros("0001-01-01T00:00:00Z"), micros("1582-10-10T00:00:00Z"),
                -1L, 0L,
                1L, micros("2026-11-27T12:00:00.000999Z"), micros("2026-11-27T12:00:00.001Z"),
                micros("9999-12-31T23:59:59.999Z"), micros("9999-12-31T23:59:59.999999Z"));
        values("a_bool", new ColumnType.Bool(), false, true);
        values("some_bytes", new ColumnType.Bytes(), new byte[0], new byte[]{0}, new byte[]{-1, 127});
        values("decimal_9", new ColumnType.Decimal(9, 2), new BigDecimal("-9999999.99"), new BigDecimal("0.00"),
                new BigDecimal("9999999.99"));
        values("decimal_38", new ColumnType.Decimal(38, 10),
                new BigDecimal("-" + "9".repeat(28) + "." + "9".repeat(10)),
                new BigDecimal("0.0000000001"), new BigDecimal("9".repeat(28) + "." + "9".repeat(10)));
        List<Column> columns = new ArrayList<>(List.of(new Column("pk", new ColumnType.Text(), true),
                new Column("event_id", new ColumnType.Text(), true), new Column(ID, new ColumnType.Int64(), false)));
        columns.addAll(VALUES.keySet());
        columns.add(new Column(EventColumns.INGESTED_AT, new ColumnType.Timestamp(), true));
        columns.add(new Column("_partition", new ColumnType.Int32(), true));
        columns.add(new Column(EventColumns.OFFSET, new ColumnType.Int64(), true));
        SHAPE = new TableShape(columns, List.of(),
                Optional.of(new TableShape.KeyColumns("pk", "event_id", Optional.empty())));
    }

    private BoundSamples() {}

    private static void values(String name, ColumnType type, Object... values) {
        VALUES.put(new Column(name, type, false), List.of(values));
    }

    private static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }

    private static long micros(String time) {
        Instant instant = Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1_000L;
    }

    /** Merges batches, each of which makes a file: each value alone, then some at random, the same at each call. */
    public static void merge(EventTable table) {
        Random random = new Random(19);
        int alone = VALUES.values().stream().mapToInt(List::size).max().orElseThrow();
        long id = 0;
        for (int file = 0; file < alone + RANDOM_FILES; file++) {
            List<EventRow> rows = new ArrayList<>();
            for (int i = file < alone ? 1 : 1 + random.nextInt(ROWS_OF_A_FILE); i > 0; i--) {
                Map<String, @Nullable Object> values = new HashMap<>();
                for (var column : VALUES.entrySet()) {
                    List<Object> all = column.getValue();
                    if (file < alone || random.nextInt(ONE_NULL_IN) > 0) {
                        values.put(column.getKey().name(),
                                all.get(file < alone ? file % all.size() : random.nextInt(all.size())));
                    }
                }
                rows.add(row(values, id + rows.size()));
            }
            table.merge(new MicroBatch(SHAPE, "samples", rows, Map.of(0, new OffsetRange(id, id + rows.size()))));
            id += rows.size();
        }
    }

    private static EventRow row(Map<String, @Nullable Object> values, long id) {
        long ingested = Fixture.NOW + id;
        values.put("pk", "pk" + id);
        values.put("event_id", "1");
        values.put(ID, id);
        values.put(EventColumns.INGESTED_AT, ingested);
        values.put("_partition", 0);
        values.put(EventColumns.OFFSET, id);
        return new EventRow(new EventKey("pk" + id, "1"), new Precedence(0, id), 0, ingested, values);
    }
}
