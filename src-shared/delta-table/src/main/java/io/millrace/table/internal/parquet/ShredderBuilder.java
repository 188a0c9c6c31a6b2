package io.millrace.table.internal.parquet;

import java.util.ArrayList;
import java.util.List;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.ListVector;
import io.millrace.table.vector.MapVector;
import io.millrace.table.vector.StructVector;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Builds the shredders of the columns at one position in a Parquet schema.
 *
 * @param parents
 *            the names of the parents
 * @param depth
 *            the number of parents that repeat
 */
record ShredderBuilder(MessageType schema, ColumnWriteStore store, List<String> parents, int depth) {
    /**
     * The shredder of a column or field.
     *
     * @param vector
     *            its values; null when the rows lack it
     */
    ColumnShredder shredder(Column column, @Nullable ColumnVector vector) {
        return shredder(column.name(), column.type(), column.required(), vector);
    }

    private ColumnShredder shredder(String name, ColumnType type, boolean required, @Nullable ColumnVector vector) {
        return switch (type) {
            case ColumnType.Struct struct -> struct(name, struct, required, (StructVector) vector);
            case ColumnType.ListOf list -> list(name, list, required, (ListVector) vector);
            case ColumnType.MapOf map -> map(name, map, required, (MapVector) vector);
            default -> LeafShredder.of(name, type, required, vector, leaf(name));
        };
    }

    private ColumnShredder struct(String name, ColumnType.Struct type, boolean required,
            @Nullable StructVector vector) {
        ShredderBuilder below = below(0, name);
        List<ColumnShredder> fields = type.fields().stream()
                .map(field -> below.shredder(field, vector == null ? null : vector.field(field.name()))).toList();
        return vector == null
                ? new ColumnShredder.Absent(name, required, fields)
                : new ColumnShredder.Fields(name, required, vector, fields);
    }

    private ColumnShredder list(String name, ColumnType.ListOf type, boolean required, @Nullable ListVector vector) {
        ColumnShredder element = below(1, name, "list").shredder("element", type.element(), false,
                vector == null ? null : vector.elements());
        return vector == null
                ? new ColumnShredder.Absent(name, required, List.of(element))
                : new ColumnShredder.Elements(name, required, depth + 1, vector, element);
    }

    private ColumnShredder map(String name, ColumnType.MapOf type, boolean required, @Nullable MapVector vector) {
        ShredderBuilder below = below(1, name, "key_value");
        ColumnShredder key = below.shredder("key", new ColumnType.Text(), true, vector == null ? null : vector.keys());
        ColumnShredder item = below.shredder("value", type.value(), false, vector == null ? null : vector.values());
        return vector == null
                ? new ColumnShredder.Absent(name, required, List.of(key, item))
                : new ColumnShredder.Entries(name, required, depth + 1, vector, key, item);
    }

    private ShredderBuilder below(int repeated, String... names) {
        List<String> path = new ArrayList<>(parents);
        path.addAll(List.of(names));
        return new ShredderBuilder(schema, store, path, depth + repeated);
    }

    private ColumnWriter leaf(String name) {
        List<String> path = new ArrayList<>(parents);
        path.add(name);
        return store.getColumnWriter(schema.getColumnDescription(path.toArray(String[]::new)));
    }
}
