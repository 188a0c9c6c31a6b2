package io.millrace.table.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import io.millrace.table.ColumnType;
import org.jspecify.annotations.Nullable;

/** The statistics of a file: the count of rows, and for every top-level column of a simple type min, max and nulls. */
final class ColumnStats {
    /** Longer texts get no minimum and maximum: the log would grow, and nobody prunes by them. */
    private static final int MAX_TEXT = 256;
    private static final long MICROS_PER_MILLI = 1_000L;

    private final List<io.millrace.table.Column> columns;
    private final Map<String, @Nullable Comparable<Object>> min = new HashMap<>();
    private final Map<String, @Nullable Comparable<Object>> max = new HashMap<>();
    private final Map<String, Long> nulls = new HashMap<>();
    private long rows;

    ColumnStats(List<io.millrace.table.Column> columns) {
        this.columns = columns.stream().filter(c -> isSimple(c.type())).toList();
    }

    void add(Map<String, @Nullable Object> row) {
        rows++;
        for (var column : columns) {
            String name = column.name();
            Object value = row.get(name);
            if (value == null) {
                nulls.merge(name, 1L, Long::sum);
            } else {
                @SuppressWarnings("unchecked") // isSimple admits types whose values compare with their own kind
                Comparable<Object> comparable = (Comparable<Object>) value;
                Comparable<Object> low = min.get(name);
                Comparable<Object> high = max.get(name);
                if (low == null || comparable.compareTo(low) < 0) {
                    min.put(name, comparable);
                }
                if (high == null || comparable.compareTo(high) > 0) {
                    max.put(name, comparable);
                }
            }
        }
    }

    long rows() {
        return rows;
    }

    DataFileStatistics statistics() {
        Map<Column, Literal> lows = new HashMap<>();
        Map<Column, Literal> highs = new HashMap<>();
        Map<Column, Long> nullCounts = new HashMap<>();
        for (var column : columns) {
            String name = column.name();
            Column key = new Column(name);
            nullCounts.put(key, nulls.getOrDefault(name, 0L));
            Comparable<Object> low = min.get(name);
            Comparable<Object> high = max.get(name);
            if (low != null && high != null && isShort(low) && isShort(high) && isOrdered(low) && isOrdered(high)) {
                lows.put(key, literal(column.type(), low, false));
                highs.put(key, literal(column.type(), high, true));
            }
        }
        return new DataFileStatistics(rows, lows, highs, nullCounts, Optional.empty());
    }

    private static boolean isShort(Object value) {
        return !(value instanceof String text) || text.length() <= MAX_TEXT;
    }

    private static boolean isOrdered(Object value) {
        return !(value instanceof Double d && d.isNaN()) && !(value instanceof Float f && f.isNaN());
    }

    private static boolean isSimple(ColumnType type) {
        return switch (type) {
            case ColumnType.Text t -> true;
            case ColumnType.Int32 t -> true;
            case ColumnType.Int64 t -> true;
            case ColumnType.Float32 t -> true;
            case ColumnType.Float64 t -> true;
            case ColumnType.Date t -> true;
            case ColumnType.Timestamp t -> true;
            case ColumnType.Bool t -> false;
            case ColumnType.Bytes t -> false;
            case ColumnType.Decimal t -> false;
            case ColumnType.Struct t -> false;
            case ColumnType.ListOf t -> false;
            case ColumnType.MapOf t -> false;
        };
    }

    /** Delta writes timestamps in milliseconds: the minimum is rounded down and the maximum up. */
    private static Literal literal(ColumnType type, Object value, boolean up) {
        return switch (value) {
            case String text -> Literal.ofString(text);
            case Integer number when type instanceof ColumnType.Date -> Literal.ofDate(number);
            case Integer number -> Literal.ofInt(number);
            case Long micros when type instanceof ColumnType.Timestamp -> Literal
                    .ofTimestamp((up ? Math.ceilDiv(micros, MICROS_PER_MILLI) : Math.floorDiv(micros, MICROS_PER_MILLI))
                            * MICROS_PER_MILLI);
            case Long number -> Literal.ofLong(number);
            case Float number -> Literal.ofFloat(number);
            case Double number -> Literal.ofDouble(number);
            default -> throw new IllegalStateException("no statistics for " + value.getClass());
        };
    }
}
