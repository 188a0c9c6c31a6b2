package io.millrace.table.internal.parquet;

import java.util.List;

import io.millrace.table.column.Column;
import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.ListVector;
import io.millrace.table.vector.MapVector;
import io.millrace.table.vector.StructVector;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Splits the entries of a vector into Parquet's leaf columns, by the levels of the Dremel paper: the repetition level says
 * which list a value continues (0: a new row), the definition level how many of its optional and repeated parents are
 * there.
 */
public sealed interface ColumnShredder permits LeafShredder, ColumnShredder.Absent, ColumnShredder.Fields,
        ColumnShredder.Elements, ColumnShredder.Entries {
    /**
     * Writes an entry.
     *
     * @param index
     *            of the entry in the vector
     * @param definition
     *            the level of the parent
     * @throws IllegalArgumentException
     *             when it is null and must not be
     */
    void write(int index, int repetition, int definition);

    /** Writes that a parent, at this level, is not there. */
    void absent(int repetition, int definition);

    /**
     * The shredder of a top-level column.
     *
     * @param vector
     *            its values; null when the rows lack the column
     */
    static ColumnShredder of(Column column, @Nullable ColumnVector vector, MessageType schema, ColumnWriteStore store) {
        return new ShredderBuilder(schema, store, List.of(), 0).shredder(column, vector);
    }

    /** A struct, list or map that the rows lack. */
    record Absent(String name, boolean required, List<ColumnShredder> parts) implements ColumnShredder {
        @Override
        public void write(int index, int repetition, int definition) {
            Column.refuseNull(required, name);
            absent(repetition, definition);
        }

        @Override
        public void absent(int repetition, int definition) {
            parts.forEach(part -> part.absent(repetition, definition));
        }
    }

    /** A struct: its fields side by side. */
    record Fields(String name, boolean required, StructVector vector, List<ColumnShredder> fields)
            implements
                ColumnShredder {
        @Override
        public void write(int index, int repetition, int definition) {
            if (vector.isNull(index)) {
                Column.refuseNull(required, name);
                absent(repetition, definition);
                return;
            }
            for (ColumnShredder field : fields) {
                field.write(index, repetition, required ? definition : definition + 1);
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            fields.forEach(field -> field.absent(repetition, definition));
        }
    }

    /** A list. */
    record Elements(String name, boolean required, int depth, ListVector vector, ColumnShredder element)
            implements
                ColumnShredder {
        @Override
        public void write(int index, int repetition, int definition) {
            if (vector.isNull(index)) {
                Column.refuseNull(required, name);
                absent(repetition, definition);
                return;
            }
            int there = required ? definition : definition + 1;
            int begin = vector.begin(index);
            int end = vector.end(index);
            if (begin == end) {
                absent(repetition, there);
            }
            for (int i = begin; i < end; i++) {
                element.write(i, i == begin ? repetition : depth, there + 1);
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            element.absent(repetition, definition);
        }
    }

    /** A map: a list of pairs. */
    record Entries(String name, boolean required, int depth, MapVector vector, ColumnShredder key, ColumnShredder item)
            implements
                ColumnShredder {
        @Override
        public void write(int index, int repetition, int definition) {
            if (vector.isNull(index)) {
                Column.refuseNull(required, name);
                absent(repetition, definition);
                return;
            }
            int there = required ? definition : definition + 1;
            int begin = vector.begin(index);
            int end = vector.end(index);
            if (begin == end) {
                absent(repetition, there);
            }
            for (int i = begin; i < end; i++) {
                int level = i == begin ? repetition : depth;
                key.write(i, level, there + 1);
                item.write(i, level, there + 1);
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            key.absent(repetition, definition);
            item.absent(repetition, definition);
        }
    }
}
