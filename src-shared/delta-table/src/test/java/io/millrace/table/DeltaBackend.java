package io.millrace.table;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.column.Column;
import io.millrace.table.factory.EventTables;
import org.jspecify.annotations.Nullable;

/** A Delta table, through the door that services use. */
public record DeltaBackend(TableLocation location) implements TableBackend {
    private static final long KEY_INDEX_BYTES = 64L << 20;

    public DeltaBackend(Path folder) {
        this(new TableLocation.Folder(folder));
    }

    @Override
    public EventTable open(TableShape shape, String writer) {
        return EventTables.open(location, shape,
                new WriterOptions(writer, Duration.ofDays(30), KEY_INDEX_BYTES));
    }

    @Override
    public List<Map<String, @Nullable Object>> rows() {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (TableReader reader = EventTables.read(location)) {
            reader.rows(Long.MAX_VALUE, row -> {
                Map<String, @Nullable Object> values = new LinkedHashMap<>(row);
                values.values().removeIf(v -> v == null);
                rows.add(values);
            });
        }
        return rows;
    }

    @Override
    public List<Column> columns() {
        try (TableReader reader = EventTables.read(location)) {
            return reader.columns();
        }
    }
}
