package io.millrace.systemtests.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.millrace.launcher.local.RowText;
import io.millrace.table.TableReader;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.factory.EventTables;

/** A table as Millrace reads it. */
public final class TableRows {
    private TableRows() {}

    /** Its rows, sorted, as text that is equal exactly when the rows are, without the timestamps. */
    public static List<String> withoutTimestamps(Path table) {
        List<String> rows = new ArrayList<>();
        try (TableReader reader = EventTables.read(table)) {
            List<Column> columns = reader.columns().stream().filter(c -> !(c.type() instanceof ColumnType.Timestamp))
                    .toList();
            reader.rows(Long.MAX_VALUE, row -> rows.add(RowText.of(columns, row)));
        }
        return rows.stream().sorted().toList();
    }
}
