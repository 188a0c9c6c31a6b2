package io.millrace.table.internal.datafile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.millrace.table.Column;
import io.millrace.table.ColumnType;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Splits the values of a column into Parquet's leaf columns, by the levels of the Dremel paper: the repetition level says
 * which list a value goes on with (0: a new row), the definition level how many of its optional and repeated parents are
 * there.
 */
sealed interface ColumnShredder {
    /**
     * Writes a value.
     *
     * @param definition
     *            the level of the parent
     * @throws IllegalArgumentException
     *             when it is null and must not be
     */
    void write(@Nullable Object value, int repetition, int definition);

    /** Writes that a parent, at this level, is not there. */
    void absent(int repetition, int definition);

    /** Of a top-level column. */
    static ColumnShredder of(Column column, MessageType schema, ColumnWriteStore store) {
        return new SchemaPosition(schema, store, List.of(), 0).shredder(column);
    }

    /** A column of plain values. */
    record PlainValues(String name, boolean required, ColumnWriter out, LeafEncoder encoder) implements ColumnShredder {
        @Override
        public void write(@Nullable Object value, int repetition, int definition) {
            if (value == null) {
                refuse(required, name);
                out.writeNull(repetition, definition);
            } else {
                encoder.write(out, value, repetition, required ? definition : definition + 1);
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            out.writeNull(repetition, definition);
        }
    }

    /** A struct: its fields side by side. */
    record Fields(String name, boolean required, List<String> names, List<ColumnShredder> fields)
            implements
                ColumnShredder {
        @Override
        public void write(@Nullable Object value, int repetition, int definition) {
            if (value == null) {
                refuse(required, name);
                absent(repetition, definition);
                return;
            }
            Map<?, ?> values = (Map<?, ?>) value;
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).write(values.get(names.get(i)), repetition, required ? definition : definition + 1);
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            fields.forEach(field -> field.absent(repetition, definition));
        }
    }

    /** A list. */
    record Elements(String name, boolean required, int depth, ColumnShredder element) implements ColumnShredder {
        @Override
        public void write(@Nullable Object value, int repetition, int definition) {
            if (value == null) {
                refuse(required, name);
                absent(repetition, definition);
                return;
            }
            int there = required ? definition : definition + 1;
            List<?> elements = (List<?>) value;
            if (elements.isEmpty()) {
                absent(repetition, there);
            }
            for (int i = 0; i < elements.size(); i++) {
                element.write(elements.get(i), i == 0 ? repetition : depth, there + 1);
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            element.absent(repetition, definition);
        }
    }

    /** A map: a list of pairs. */
    record Entries(String name, boolean required, int depth, ColumnShredder key, ColumnShredder item)
            implements
                ColumnShredder {
        @Override
        public void write(@Nullable Object value, int repetition, int definition) {
            if (value == null) {
                refuse(required, name);
                absent(repetition, definition);
                return;
            }
            int there = required ? definition : definition + 1;
            Map<?, ?> entries = (Map<?, ?>) value;
            if (entries.isEmpty()) {
                absent(repetition, there);
            }
            int level = repetition;
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                key.write(entry.getKey(), level, there + 1);
                item.write(entry.getValue(), level, there + 1);
                level = depth;
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            key.absent(repetition, definition);
            item.absent(repetition, definition);
        }
    }

    private static void refuse(boolean required, String name) {
        if (required) {
            throw new IllegalArgumentException("a row has no value for " + name + ", which every row must have");
        }
    }

    /** Where in the schema a column is: the names of its parents, and how many of them repeat. */
    record SchemaPosition(MessageType schema, ColumnWriteStore store, List<String> parents, int depth) {
        ColumnShredder shredder(Column column) {
            return shredder(column.name(), column.type(), column.required());
        }

        private ColumnShredder shredder(String name, ColumnType type, boolean required) {
            return switch (type) {
                case ColumnType.Struct s -> new Fields(name, required, s.fields().stream().map(Column::name).toList(),
                        s.fields().stream().map(below(0, name)::shredder).toList());
                case ColumnType.ListOf l -> new Elements(name, required, depth + 1,
                        below(1, name, "list").shredder("element", l.element(), false));
                case ColumnType.MapOf m -> new Entries(name, required, depth + 1,
                        below(1, name, "key_value").shredder("key", new ColumnType.Text(), true),
                        below(1, name, "key_value").shredder("value", m.value(), false));
                default -> new PlainValues(name, required, leaf(name), LeafEncoder.of(type));
            };
        }

        private SchemaPosition below(int repeated, String... names) {
            List<String> path = new ArrayList<>(parents);
            path.addAll(List.of(names));
            return new SchemaPosition(schema, store, path, depth + repeated);
        }

        private ColumnWriter leaf(String name) {
            List<String> path = new ArrayList<>(parents);
            path.add(name);
            return store.getColumnWriter(schema.getColumnDescription(path.toArray(String[]::new)));
        }
    }
}
