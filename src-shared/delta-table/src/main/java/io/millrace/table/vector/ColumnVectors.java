package io.millrace.table.vector;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.column.Column;
import org.jspecify.annotations.Nullable;

/** The vectors of the columns of some rows. A row is known by its index, from 0. Used by one thread. */
public final class ColumnVectors {
    private final List<Column> columns;
    private final List<ColumnVector> vectors;
    private final Map<String, ColumnVector> byName = new HashMap<>();

    /** Vectors for these columns, without rows. */
    public ColumnVectors(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.vectors = columns.stream().map(column -> ColumnVector.of(column.type())).toList();
        for (int i = 0; i < vectors.size(); i++) {
            byName.put(columns.get(i).name(), vectors.get(i));
        }
    }

    /** Rows that are given as values by column name. */
    public static ColumnVectors of(List<Column> columns, Iterable<? extends Map<String, @Nullable Object>> rows) {
        ColumnVectors vectors = new ColumnVectors(columns);
        rows.forEach(vectors::append);
        return vectors;
    }

    /** The columns. */
    public List<Column> columns() {
        return columns;
    }

    /** The vectors in the order of the columns. */
    public List<ColumnVector> all() {
        return vectors;
    }

    /** The vector of a column; null when there is no such column. */
    public @Nullable ColumnVector find(String column) {
        return byName.get(column);
    }

    /** The number of rows. */
    public int rows() {
        return vectors.isEmpty() ? 0 : vectors.getLast().size();
    }

    /**
     * Adds a row.
     *
     * @param row
     *            values by column name, in the Java types that {@link io.millrace.table.column.ColumnType} names
     * @throws IllegalArgumentException
     *             when a value is of another type than its column; then {@link #truncate} to the rows before
     */
    public void append(Map<String, @Nullable Object> row) {
        for (int i = 0; i < vectors.size(); i++) {
            vectors.get(i).append(row.get(columns.get(i).name()));
        }
    }

    /** Removes the rows from an index on, and the parts of a row that was not completed. */
    public void truncate(int from) {
        vectors.forEach(vector -> vector.truncate(from));
    }

    /** Removes all rows. */
    public void clear() {
        vectors.forEach(ColumnVector::clear);
    }

    /** The memory of the arrays, in bytes. */
    public long capacityBytes() {
        return vectors.stream().mapToLong(ColumnVector::capacityBytes).sum();
    }
}
