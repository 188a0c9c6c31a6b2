package io.millrace.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;

/**
 * The columns of a table.
 *
 * @param columns
 *            all columns, in order, partition columns among them
 * @param partitionColumns
 *            the names of the columns that partition the table, in order
 * @param keys
 *            which columns hold the key and the revision; empty for a table that is only appended to, where the watermark
 *            alone prevents duplicates
 * @param clusterColumn
 *            a text column by which maintenance groups the rows of a partition into row groups, so that readers skip
 *            row groups
 */
public record TableShape(
        List<Column> columns,
        List<String> partitionColumns,
        Optional<KeyColumns> keys,
        Optional<String> clusterColumn) {
    /**
     * The columns that the merge rule reads.
     *
     * @param pk
     *            holds the business key
     * @param eventId
     *            holds the event's id
     * @param revision
     *            holds the revision, when the contract has one
     */
    public record KeyColumns(String pk, String eventId, Optional<String> revision) {}

    public TableShape {
        columns = List.copyOf(columns);
        partitionColumns = List.copyOf(partitionColumns);
    }

    /** A shape without a cluster column. */
    public TableShape(List<Column> columns, List<String> partitionColumns, Optional<KeyColumns> keys) {
        this(columns, partitionColumns, keys, Optional.empty());
    }

    /** The same keys and cluster column, with the columns and partition columns of a table. */
    public TableShape in(List<Column> tableColumns, List<String> tablePartitions) {
        return new TableShape(tableColumns, tablePartitions, keys, clusterColumn);
    }

    /** The column of that name; empty without one. */
    public Optional<Column> column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** The columns that are in the data files: all but the partition columns. */
    public List<Column> dataColumns() {
        return columns.stream().filter(c -> !partitionColumns.contains(c.name())).toList();
    }

    /**
     * This shape with the missing columns of the wanted shape added at the end. No column is removed. The partition columns
     * stay as they are: changing them would mean writing every file again.
     *
     * @throws IllegalArgumentException
     *             naming a column that has another type, or that is NOT NULL and optional in the wanted shape
     */
    public TableShape evolvedTo(TableShape wanted) {
        return in(evolved(columns, wanted.columns, ""), partitionColumns);
    }

    private static List<Column> evolved(List<Column> current, List<Column> wanted, String prefix) {
        Map<String, Column> wantedByName = wanted.stream().collect(Collectors.toMap(Column::name, Function.identity()));
        List<Column> result = new ArrayList<>();
        for (Column column : current) {
            Column other = wantedByName.remove(column.name());
            if (column.required() && (other == null || !other.required())) {
                throw new IllegalArgumentException("column " + prefix + column.name()
                        + " is NOT NULL, and not every event has a value for it");
            }
            result.add(other == null
                    ? column
                    : new Column(column.name(), evolved(column.type(), other.type(), prefix + column.name()),
                            column.required()));
        }
        for (Column column : wanted) {
            if (wantedByName.containsKey(column.name())) {
                result.add(new Column(column.name(), column.type(), false));
            }
        }
        return result;
    }

    private static ColumnType evolved(ColumnType current, ColumnType wanted, String path) {
        if (current instanceof ColumnType.Struct c && wanted instanceof ColumnType.Struct w) {
            return new ColumnType.Struct(evolved(c.fields(), w.fields(), path + "."));
        }
        if (current instanceof ColumnType.ListOf c && wanted instanceof ColumnType.ListOf w) {
            return new ColumnType.ListOf(evolved(c.element(), w.element(), path + "[]"));
        }
        if (current instanceof ColumnType.MapOf c && wanted instanceof ColumnType.MapOf w) {
            return new ColumnType.MapOf(evolved(c.value(), w.value(), path + "{}"));
        }
        if (!current.equals(wanted)) {
            throw new IllegalArgumentException("column " + path + " is " + current + ", the contract wants " + wanted);
        }
        return current;
    }
}
