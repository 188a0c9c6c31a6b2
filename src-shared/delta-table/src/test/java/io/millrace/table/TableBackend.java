package io.millrace.table;

import java.util.List;
import java.util.Map;

import io.millrace.table.column.Column;
import org.jspecify.annotations.Nullable;

/** Where one table is, for tests that do not care how it is kept. */
public interface TableBackend {
    /** Opens the table as one more writer. */
    EventTable open(TableShape shape, String writer);

    /** Every row as its values by column, nulls left out, seen by a reader that shares nothing with the writers. */
    List<Map<String, @Nullable Object>> rows();

    /** The columns as they are now. */
    List<Column> columns();

    /** The values of one column, in no order; null where a row has none. */
    default List<@Nullable Object> values(String column) {
        List<@Nullable Object> values = new java.util.ArrayList<>();
        rows().forEach(row -> values.add(row.get(column)));
        return values;
    }
}
