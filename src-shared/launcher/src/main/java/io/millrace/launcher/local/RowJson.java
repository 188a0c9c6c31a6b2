package io.millrace.launcher.local;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import org.jspecify.annotations.Nullable;

/** Rows as JSON: dates and timestamps as ISO text in UTC, decimals as text that keeps their scale, bytes as Base64. */
public final class RowJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RowJson() {}

    /** One row, its columns in the order of the table. */
    public static ObjectNode of(List<Column> columns, Map<?, ? extends @Nullable Object> row) {
        ObjectNode json = NODES.objectNode();
        columns.forEach(column -> json.set(column.name(), value(column.type(), row.get(column.name()))));
        return json;
    }

    private static JsonNode value(ColumnType type, @Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        return switch (type) {
            case ColumnType.Text text -> NODES.textNode((String) value);
            case ColumnType.Bool bool -> NODES.booleanNode((Boolean) value);
            case ColumnType.Int32 int32 -> NODES.numberNode((Integer) value);
            case ColumnType.Int64 int64 -> NODES.numberNode((Long) value);
            case ColumnType.Float32 float32 -> NODES.numberNode((Float) value);
            case ColumnType.Float64 float64 -> NODES.numberNode((Double) value);
            case ColumnType.Bytes bytes -> NODES.binaryNode((byte[]) value);
            case ColumnType.Date date -> NODES.textNode(LocalDate.ofEpochDay((Integer) value).toString());
            case ColumnType.Timestamp timestamp ->
                NODES.textNode(Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString());
            case ColumnType.Decimal decimal -> NODES.textNode(((BigDecimal) value).toPlainString());
            case ColumnType.Struct struct -> of(struct.fields(), (Map<?, ?>) value);
            case ColumnType.ListOf list -> list(list, (List<?>) value);
            case ColumnType.MapOf map -> map(map, (Map<?, ?>) value);
        };
    }

    private static ArrayNode list(ColumnType.ListOf type, List<?> values) {
        ArrayNode json = NODES.arrayNode();
        for (Object value : values) {
            json.add(value(type.element(), value));
        }
        return json;
    }

    private static ObjectNode map(ColumnType.MapOf type, Map<?, ?> values) {
        ObjectNode json = NODES.objectNode();
        values.forEach((key, value) -> json.set(String.valueOf(key), value(type.value(), value)));
        return json;
    }
}
