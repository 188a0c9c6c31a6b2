package io.millrace.table.internal.datafile;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.TableShape;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.log.ActiveFile;
import org.jspecify.annotations.Nullable;

/** Partition values in the text form of the Delta protocol, in which the empty text is null. */
public final class PartitionValues {
    private PartitionValues() {}

    /** The partition of rows with these values of the partition columns, in their order. */
    static Map<String, @Nullable String> of(TableShape shape, List<@Nullable Object> raw) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < raw.size(); i++) {
            String name = shape.partitionColumns().get(i);
            values.put(name, text(shape.column(name).orElseThrow().type(), raw.get(i)));
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

    /** The values of the partition columns of a file, by name, as its rows would hold them. */
    public static Map<String, @Nullable Object> parsed(TableShape shape, ActiveFile file) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        file.partitionValues().forEach((name, text) -> shape.column(name)
                .ifPresent(column -> values.put(name, parse(column.type(), text))));
        return values;
    }

    /** Whether a column of this type can partition a table. */
    public static boolean canPartition(ColumnType type) {
        return switch (type) {
            case ColumnType.Date t -> true;
            case ColumnType.Int32 t -> true;
            case ColumnType.Int64 t -> true;
            case ColumnType.Bool t -> true;
            case ColumnType.Text t -> true;
            case ColumnType.Float32 t -> false;
            case ColumnType.Float64 t -> false;
            case ColumnType.Timestamp t -> false;
            case ColumnType.Bytes t -> false;
            case ColumnType.Decimal t -> false;
            case ColumnType.Struct t -> false;
            case ColumnType.ListOf t -> false;
            case ColumnType.MapOf t -> false;
        };
    }

    private static @Nullable String text(ColumnType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return type instanceof ColumnType.Date ? LocalDate.ofEpochDay((Integer) value).toString() : value.toString();
    }
}
