package io.millrace.table;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import io.millrace.table.mergerule.Precedence;
import org.jspecify.annotations.Nullable;

/** Tables that are partitioned by the column {@code region}, whose values are odd texts. */
public final class OddPartitions {
    private static final TableShape SHAPE = new TableShape(
            List.of(new Column("pk", new ColumnType.Text(), true), new Column("event_id", new ColumnType.Text(), true),
                    new Column("n", new ColumnType.Int64(), false), new Column("region", new ColumnType.Text(), false),
                    new Column(EventColumns.INGESTED_AT, new ColumnType.Timestamp(), true)),
            List.of("region"), Optional.of(new TableShape.KeyColumns("pk", "event_id", Optional.empty())));

    private OddPartitions() {}

    /** Values that a reader finds in the names of folders. */
    public static List<String> namable() {
        return OddTexts.SHORT.stream().filter(value -> !value.equals(OddTexts.NULL_FOLDER)).toList();
    }

    /** Values that only the log can say: they are too long, or are what readers write for null. */
    public static List<String> unnamable() {
        List<String> values = new ArrayList<>(OddTexts.LONG);
        values.add(OddTexts.NULL_FOLDER);
        return values;
    }

    /** Merges a row for each value, in which {@code n} is its place, and one more whose value is null. */
    public static MergeOutcome write(Path folder, List<String> values) {
        try (EventTable table = open(folder)) {
            return table.merge(batch(values, 0));
        }
    }

    private static EventTable open(Path folder) {
        return EventTables.open(folder, SHAPE,
                new WriterOptions("stream", Duration.ofDays(30), 64L << 20));
    }

    private static MicroBatch batch(List<String> values, long from) {
        List<EventRow> rows = new ArrayList<>();
        for (int i = 0; i <= values.size(); i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("pk", "pk" + i);
            row.put("event_id", "1");
            row.put("n", (long) i);
            row.put("region", i < values.size() ? values.get(i) : null);
            row.put(EventColumns.INGESTED_AT, Fixture.NOW + i);
            rows.add(new EventRow(new EventKey("pk" + i, "1"), new Precedence(0, from + i), 0, Fixture.NOW + i, row));
        }
        return new MicroBatch(SHAPE, Fixture.TOPIC_ID, rows, Map.of(0, new OffsetRange(from, from + rows.size())));
    }

    /** Delivers the same again, when other writers may have changed rows or taken some away. */
    public static MergeOutcome redeliver(Path folder, List<String> values) {
        try (EventTable table = open(folder)) {
            return table.merge(batch(values, values.size() + 1L));
        }
    }

    /** The values by the number of their row; a number that is there twice is {@code "twice"}. */
    public static List<@Nullable String> read(Path folder, int numbers) {
        List<@Nullable String> values = new ArrayList<>(Collections.nCopies(numbers, "missing"));
        Set<Integer> seen = new HashSet<>();
        try (TableReader reader = EventTables.read(folder)) {
            reader.rows(Long.MAX_VALUE, row -> {
                int n = Math.toIntExact((Long) Objects.requireNonNull(row.get("n")));
                values.set(n, seen.add(n) ? (String) row.get("region") : "twice");
            });
        }
        return values;
    }
}
