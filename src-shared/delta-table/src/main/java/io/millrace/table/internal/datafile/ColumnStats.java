package io.millrace.table.internal.datafile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.log.FileStatistics;
import io.millrace.table.internal.log.FileStatistics.ColumnStatistics;
import io.millrace.table.internal.storage.Checks;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * The statistics of a file for the log: the number of rows, and for every top-level column of a primitive type the number of
 * nulls and, where possible, the {@link ColumnBounds}. Taken from the statistics of the Parquet writer.
 */
final class ColumnStats {
    private final List<Column> columns;
    private final Map<String, Statistics<?>> byColumn = new HashMap<>();
    private final long rows;

    ColumnStats(List<Column> columns, ParquetMetadata footer) {
        this.columns = columns;
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

    FileStatistics statistics() {
        return new FileStatistics(rows, columns.stream().map(this::statistics).toList());
    }

    private ColumnStatistics statistics(Column column) {
        if (!isPrimitive(column.type())) {
            return ColumnStatistics.none(column);
        }
        Statistics<?> stats = Checks.notNull(byColumn.get(column.name()), column.name());
        Optional<Long> nulls = Optional.of(stats.getNumNulls());
        return stats.hasNonNullValue()
                ? new ColumnStatistics(column, nulls, ColumnBounds.low(column.type(), stats.genericGetMin()),
                        ColumnBounds.high(column.type(), stats.genericGetMax()))
                : new ColumnStatistics(column, nulls, Optional.empty(), Optional.empty());
    }

    private static Statistics<?> both(Statistics<?> a, Statistics<?> b) {
        Statistics<?> both = a.copy();
        both.mergeStatistics(b);
        return both;
    }

    /** Parquet has statistics of leaf columns only, and so none of a struct, a list or a map. */
    private static boolean isPrimitive(ColumnType type) {
        return !(type instanceof ColumnType.Struct || type instanceof ColumnType.ListOf
                || type instanceof ColumnType.MapOf);
    }
}
