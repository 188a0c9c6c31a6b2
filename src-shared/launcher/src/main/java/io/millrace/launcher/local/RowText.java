package io.millrace.launcher.local;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * Rows as lines of text that are equal exactly when the rows are, to the bit and with the order of fields. Other readers
 * of our tables are compared by it: {@code SparkRowText} and {@code StandaloneRowText} say the same of their own types.
 */
public final class RowText {
    private RowText() {}

    /** One row, its columns in the order of the table. */
    public static String of(List<Column> columns, Map<?, ? extends @Nullable Object> row) {
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        columns.forEach(column -> fields.add(column.name() + "=" + value(column.type(), row.get(column.name()))));
        return fields.toString();
    }

    private static String value(ColumnType type, @Nullable Object value) {
        if (value == null) {
            return "null";
        }
        return switch (type) {
            case ColumnType.Text text -> quoted((String) value);
            case ColumnType.Bool bool -> value.toString();
            case ColumnType.Int32 int32 -> value.toString();
            case ColumnType.Int64 int64 -> value.toString();
            case ColumnType.Float32 float32 -> Float.toHexString((Float) value);
            case ColumnType.Float64 float64 -> Double.toHexString((Double) value);
            case ColumnType.Bytes bytes -> HexFormat.of().formatHex((byte[]) value);
            case ColumnType.Date date -> LocalDate.ofEpochDay((Integer) value).toString();
            case ColumnType.Timestamp timestamp -> Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString();
            case ColumnType.Decimal decimal -> ((BigDecimal) value).toPlainString();
            case ColumnType.Struct struct -> of(struct.fields(), (Map<?, ?>) value);
            case ColumnType.ListOf list -> list(list, (List<?>) value);
            case ColumnType.MapOf map -> map(map, (Map<?, ?>) value);
        };
    }

    private static String list(ColumnType.ListOf type, List<?> values) {
        StringJoiner elements = new StringJoiner(", ", "[", "]");
        for (Object value : values) {
            elements.add(value(type.element(), value));
        }
        return elements.toString();
    }

    private static String map(ColumnType.MapOf type, Map<?, ?> values) {
        TreeMap<String, String> sorted = new TreeMap<>();
        values.forEach((key, value) -> sorted.put(quoted(String.valueOf(key)), value(type.value(), value)));
        return sorted.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r") + '"';
    }
}
