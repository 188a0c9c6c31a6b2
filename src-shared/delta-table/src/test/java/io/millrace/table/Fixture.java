package io.millrace.table;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import io.millrace.table.mergerule.Precedence;
import org.jspecify.annotations.Nullable;

/** A small stream to fill tables with. */
public final class Fixture {
    public static final String TOPIC_ID = "topic-1";
    public static final TableShape SHAPE = shape(List.of("event_date", "region"), "region",
            new Column("region", new ColumnType.Text(), false), new Column("revision", new ColumnType.Int64(), false),
            new Column("amount", new ColumnType.Float64(), false));
    public static final long DAY = 86_400_000_000L;
    public static final long NOW = 20_000L * DAY;

    private static final Map<TableShape, RowValues.Names> NAMES = Collections.synchronizedMap(new IdentityHashMap<>());

    private Fixture() {}

    /** The table of a stream with a pk, an event id, an event time, further fields, and the metadata columns. */
    public static TableShape shape(List<String> partitionBy, String clusteredBy, Column... fields) {
        List<Column> columns = new ArrayList<>(List.of(new Column("pk", new ColumnType.Text(), true),
                new Column("event_id", new ColumnType.Text(), true),
                new Column("event_time", new ColumnType.Timestamp(), true)));
        columns.addAll(List.of(fields));
        columns.addAll(List.of(new Column("event_date", new ColumnType.Date(), true),
                new Column(EventColumns.INGESTED_AT, new ColumnType.Timestamp(), true),
                new Column("_partition", new ColumnType.Int32(), true),
                new Column(EventColumns.OFFSET, new ColumnType.Int64(), true),
                new Column("_schema_id", new ColumnType.Int64(), true),
                new Column("_correlation_id", new ColumnType.Text(), false),
                new Column("_written_by", new ColumnType.Text(), true)));
        return new TableShape(columns, partitionBy,
                Optional.of(new TableShape.KeyColumns("pk", "event_id", Optional.of("revision"))),
                Optional.of(clusteredBy));
    }

    /** The row of an event with the values of its fields, by name. */
    public static EventRow row(TableShape shape, Map<String, @Nullable Object> fields, int partition, long offset,
            String writer) {
        RowValues values = new RowValues(NAMES.computeIfAbsent(shape,
                s -> new RowValues.Names(s.columns().stream().map(Column::name).toList())));
        fields.forEach(values::put);
        values.put("event_date",
                (int) Math.floorDiv((Long) Objects.requireNonNull(fields.get("event_time")), DAY));
        values.put(EventColumns.INGESTED_AT, NOW + offset);
        values.put("_partition", partition);
        values.put(EventColumns.OFFSET, offset);
        values.put("_schema_id", 7L);
        values.put("_correlation_id", "test");
        values.put("_written_by", writer);
        EventKey key = new EventKey(String.valueOf(fields.get("pk")), String.valueOf(fields.get("event_id")));
        return new EventRow(key, new Precedence((Long) Objects.requireNonNull(fields.get("revision")), offset),
                partition, NOW + offset, values);
    }

    /** A visit, to be changed where a test cares. */
    public record Visit(String pk, String eventId, long time, @Nullable String region, long revision, double amount) {
        public static Visit of(String pk, String eventId) {
            return new Visit(pk, eventId, NOW, "eu", 0, 1.0);
        }

        public Visit at(long otherTime, @Nullable String otherRegion) {
            return new Visit(pk, eventId, otherTime, otherRegion, revision, amount);
        }

        public Visit revised(long otherRevision, double otherAmount) {
            return new Visit(pk, eventId, time, region, otherRevision, otherAmount);
        }

        public EventRow row(int partition, long offset, String writer) {
            Map<String, @Nullable Object> fields = new HashMap<>();
            fields.put("pk", pk);
            fields.put("event_id", eventId);
            fields.put("event_time", time);
            fields.put("region", region);
            fields.put("revision", revision);
            fields.put("amount", amount);
            return Fixture.row(SHAPE, fields, partition, offset, writer);
        }
    }

    /** A batch of consecutive offsets of one partition. */
    public static MicroBatch batch(int partition, long from, Visit... visits) {
        List<EventRow> rows = new ArrayList<>();
        for (int i = 0; i < visits.length; i++) {
            rows.add(visits[i].row(partition, from + i, "stream"));
        }
        return new MicroBatch(SHAPE, TOPIC_ID, rows, Map.of(partition, new OffsetRange(from, from + visits.length)));
    }

    public static EventTable open(Path folder, String writer) {
        return open(new TableLocation.Folder(folder), writer);
    }

    public static EventTable open(TableLocation location, String writer) {
        return EventTables.open(location, SHAPE,
                new WriterOptions(writer, Duration.ofDays(30), 64L << 20));
    }

    /** Every row, by whichever column is asked for. */
    public static List<Object> column(Path folder, String name) {
        return column(new TableLocation.Folder(folder), name);
    }

    public static List<Object> column(TableLocation location, String name) {
        List<Object> values = new ArrayList<>();
        try (TableReader reader = EventTables.read(location)) {
            reader.rows(Long.MAX_VALUE, row -> values.add(row.get(name)));
        }
        return values;
    }

    public static Visit[] visits(int from, int until) {
        Visit[] visits = new Visit[until - from];
        Arrays.setAll(visits, i -> Visit.of("pk" + (from + i), "e" + (from + i)));
        return visits;
    }

    /** The events of a batch as rows. */
    public static List<EventRow> rows(MicroBatch batch) {
        return IntStream.range(0, batch.events().size()).mapToObj(batch.events()::row).toList();
    }
}
