package io.millrace.table.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import io.millrace.table.ColumnType;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a file as Delta wants them: the count of rows, and for every top-level column of a simple type
 * minimum, maximum and count of nulls. Taken from what Parquet's writer counted.
 */
final class ColumnStats {
    /** Longer texts get no minimum and maximum: the log would grow, and nobody prunes by them. */
    private static final int MAX_TEXT = 256;
    private static final long MICROS_PER_MILLI = 1_000L;

    private final List<io.millrace.table.Column> columns;
    private final Map<String, Statistics<?>> byColumn = new HashMap<>();
    private final long rows;

    ColumnStats(List<io.millrace.table.Column> columns, ParquetMetadata footer) {
        this.columns = columns.stream().filter(c -> isSimple(c.type())).toList();
        long count = 0;
        for (BlockMetaData block : footer.getBlocks()) {
            count += block.getRowCount();
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                if (chunk.getPath().size() == 1) {
                    byColumn.merge(chunk.getPath().toDotString(), chunk.getStatistics(), ColumnStats::both);
                }
            }
        }
        this.rows = count;
    }

    long rows() {
        return rows;
    }

    /** The largest value of a column of whole numbers. */
    OptionalLong newest(String column) {
        Statistics<?> stats = byColumn.get(column);
        return stats != null && stats.hasNonNullValue() && stats.genericGetMax() instanceof Long max
                ? OptionalLong.of(max)
                : OptionalLong.empty();
    }

    DataFileStatistics statistics() {
        Map<Column, Literal> lows = new HashMap<>();
        Map<Column, Literal> highs = new HashMap<>();
        Map<Column, Long> nullCounts = new HashMap<>();
        for (var column : columns) {
            Column key = new Column(column.name());
            Statistics<?> stats = Checks.notNull(byColumn.get(column.name()), column.name());
            nullCounts.put(key, stats.getNumNulls());
            if (stats.hasNonNullValue()) {
                Literal low = literal(column.type(), stats.genericGetMin(), false);
                Literal high = literal(column.type(), stats.genericGetMax(), true);
                if (low != null && high != null) {
                    lows.put(key, low);
                    highs.put(key, high);
                }
            }
        }
        return new DataFileStatistics(rows, lows, highs, nullCounts, Optional.empty());
    }

    private static Statistics<?> both(Statistics<?> a, Statistics<?> b) {
        Statistics<?> both = a.copy();
        both.mergeStatistics(b);
        return both;
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
    private static @Nullable Literal literal(ColumnType type, Object value, boolean up) {
        return switch (value) {
            case Binary text when text.length() > MAX_TEXT -> null;
            case Binary text -> Literal.ofString(text.toStringUsingUTF8());
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
