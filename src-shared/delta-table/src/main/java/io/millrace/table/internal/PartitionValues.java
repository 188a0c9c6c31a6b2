package io.millrace.table.internal;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

import io.millrace.table.ColumnType;
import io.millrace.table.TableShape;
import org.jspecify.annotations.Nullable;

/** Partition values as Delta writes them, which is as text. */
final class PartitionValues {
    private PartitionValues() {}

    /** The partition that a row belongs to. */
    static Map<String, @Nullable String> of(TableShape shape, Map<String, @Nullable Object> row) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (String name : shape.partitionColumns()) {
            values.put(name, text(shape.column(name).orElseThrow().type(), row.get(name)));
        }
        return values;
    }

    static @Nullable Object parse(ColumnType type, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return switch (type) {
            case ColumnType.Date t -> Math.toIntExact(LocalDate.parse(text).toEpochDay());
            case ColumnType.Int32 t -> Integer.valueOf(text);
            case ColumnType.Int64 t -> Long.valueOf(text);
            case ColumnType.Bool t -> Boolean.valueOf(text);
            case ColumnType.Text t -> text;
            default -> throw new IllegalStateException("no column of type " + type + " partitions a table");
        };
    }

    private static @Nullable String text(ColumnType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return type instanceof ColumnType.Date ? LocalDate.ofEpochDay((Integer) value).toString() : value.toString();
    }
}
