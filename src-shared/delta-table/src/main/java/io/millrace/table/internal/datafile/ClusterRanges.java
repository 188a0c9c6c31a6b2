package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.log.ActiveFile;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of a column's values by which the rows of a file are put into row groups: one row group for each range, so
 * that readers skip the others by their statistics. Within a row group rows stay in the order of their keys. All rows of
 * a value are in one row group, and a frequent value has one of its own.
 */
public final class ClusterRanges {
    /** Rows are written in one order, and row groups end by their size alone. */
    public static final ClusterRanges NONE = new ClusterRanges("", new byte[0][]);

    /** Bytes of one column of a row group in the footer, which every reader of the file reads. */
    private static final long FOOTER_BYTES_PER_COLUMN = 150;
    /** With fewer ranges, clustering saves too little. */
    private static final int FEWEST_GROUPS = 4;
    /** More ranges would save little more. */
    private static final int MOST_GROUPS = 32;
    /** Upper limit of the distinct values of a cluster column: they are counted in memory. */
    private static final int MOST_VALUES = 100_000;

    private final String column;
    /** The least value of each range but the first, ascending by their bytes. */
    private final byte[][] begins;

    private ClusterRanges(String column, byte[][] begins) {
        this.column = column;
        this.begins = begins;
    }

    /** The column that the rows of a table are clustered by; empty when there is none, or it is a partition column. */
    public static String columnOf(TableShape shape) {
        return shape.clusterColumn().flatMap(shape::column)
                .filter(column -> column.type() instanceof ColumnType.Text
                        && !shape.partitionColumns().contains(column.name()))
                .map(Column::name).orElse("");
    }

    /** Whether clustering a file of that size is useful. */
    public static boolean isWorth(TableShape shape, long bytes) {
        return groups(shape, bytes) >= FEWEST_GROUPS;
    }

    /** The number of ranges with which a reader of one range reads the fewest bytes: 1/n of the rows and n footer entries. */
    private static int groups(TableShape shape, long bytes) {
        long footer = FOOTER_BYTES_PER_COLUMN * Math.max(1, shape.dataColumns().size());
        return (int) Math.min(MOST_GROUPS, Math.round(Math.sqrt((double) bytes / footer)));
    }

    /** Ranges for the rows of these files, by reading the column. */
    public static ClusterRanges of(DataFiles files, List<ActiveFile> sources, TableShape shape) throws IOException {
        String column = columnOf(shape);
        long bytes = sources.stream().mapToLong(ActiveFile::size).sum();
        if (column.isEmpty() || !isWorth(shape, bytes)) {
            return NONE;
        }
        Counting counting = new Counting();
        for (ActiveFile source : sources) {
            if (source.partitionValues().containsKey(column)) {
                counting.add(source.partitionValues().get(column), Math.max(1, source.rows()));
            } else if (counting.rows.size() <= MOST_VALUES) {
                files.reader().scan(source, List.of(column), FilterCompat.NOOP,
                        (rows, readers) -> counting.add(rows, readers.getFirst()));
            }
        }
        return counting.rows.size() > MOST_VALUES
                ? NONE
                : of(column, counting.sorted(), groups(shape, bytes));
    }

    /**
     * Ranges of about equal numbers of rows.
     *
     * @param rows
     *            how many rows each value has; null is counted with the empty value
     * @param groups
     *            about how many ranges
     */
    static ClusterRanges of(String column, SortedMap<byte[], Long> rows, int groups) {
        long most = Math.ceilDiv(rows.values().stream().mapToLong(Long::longValue).sum(), Math.max(1, groups));
        List<byte[]> begins = new ArrayList<>();
        long current = 0;
        for (Map.Entry<byte[], Long> value : rows.entrySet()) {
            if (current > 0 && current + value.getValue() > most) {
                begins.add(value.getKey());
                current = 0;
            }
            current += value.getValue();
        }
        return new ClusterRanges(column, begins.toArray(byte[][]::new));
    }

    private static final class Counting {
        private final Map<Binary, Long> rows = new HashMap<>();

        void add(long count, @Nullable ColumnReader reader) {
            if (reader == null || reader.getDescriptor().getPrimitiveType()
                    .getPrimitiveTypeName() != PrimitiveTypeName.BINARY) {
                rows.merge(Binary.EMPTY, count, Long::sum);
                return;
            }
            int there = reader.getDescriptor().getMaxDefinitionLevel();
            for (long row = 0; row < count && rows.size() <= MOST_VALUES; row++) {
                Binary value = reader.getCurrentDefinitionLevel() == there ? reader.getBinary() : Binary.EMPTY;
                Long before = rows.get(value);
                rows.put(before == null ? value.copy() : value, before == null ? 1 : before + 1);
                reader.consume();
            }
        }

        void add(@Nullable String value, long count) {
            rows.merge(value == null ? Binary.EMPTY : Binary.fromString(value), count, Long::sum);
        }

        SortedMap<byte[], Long> sorted() {
            SortedMap<byte[], Long> sorted = new TreeMap<>(Arrays::compareUnsigned);
            rows.forEach((value, count) -> sorted.put(value.getBytes(), count));
            return sorted;
        }
    }

    /** The column; empty when there is none. */
    String column() {
        return column;
    }

    /** Number of ranges, 1 or more. */
    int count() {
        return begins.length + 1;
    }

    /** The range of a value, from 0. */
    int of(byte @Nullable [] value) {
        if (value == null) {
            return 0;
        }
        int at = Arrays.binarySearch(begins, value, Arrays::compareUnsigned);
        return at >= 0 ? at + 1 : -at - 1;
    }

    /** The range of a row, from 0. */
    int of(Map<String, @Nullable Object> row) {
        return begins.length == 0 || row.get(column) == null
                ? 0
                : of(String.valueOf(row.get(column)).getBytes(StandardCharsets.UTF_8));
    }
}
