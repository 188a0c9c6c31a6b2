package io.millrace.table.internal.encoding;

import java.util.List;

import io.millrace.table.column.Column;
import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.ListVector;
import io.millrace.table.vector.MapVector;
import io.millrace.table.vector.StructVector;
import org.jspecify.annotations.Nullable;

/** Splits the entries of a vector into Parquet's leaf columns. */
sealed interface VectorSplitter {
    /**
     * Adds entries to the pages of the leaf columns.
     *
     * @param vector
     *            null when the rows lack the column or field
     * @throws IllegalArgumentException
     *             when an entry is null and must not be
     */
    void add(@Nullable ColumnVector vector, LevelledEntries entries);

    /** Whether an entry whose parents are there is itself there; refuses the null that must not be. */
    private static boolean isThere(@Nullable ColumnVector vector, int entry, boolean required, String name) {
        if (vector != null && !vector.isNull(entry)) {
            return true;
        }
        Column.refuseNull(required, name);
        return false;
    }

    /** A column or field of a simple type. */
    record Leaf(LeafPages pages) implements VectorSplitter {
        @Override
        public void add(@Nullable ColumnVector vector, LevelledEntries entries) {
            pages.add(vector, entries);
        }
    }

    /** A struct: its fields side by side. */
    record Fields(String name, boolean required, List<String> names, List<VectorSplitter> fields,
            LevelledEntries below) implements VectorSplitter {
        @Override
        public void add(@Nullable ColumnVector vector, LevelledEntries entries) {
            below.begin(entries.level() + (required ? 0 : 1));
            for (int i = 0; i < entries.count(); i++) {
                if (!entries.isThere(i)) {
                    below.addAbsent(entries.repetition(i), entries.definition(i));
                } else if (isThere(vector, entries.entry(i), required, name)) {
                    below.add(entries.entry(i), entries.repetition(i));
                } else {
                    below.addAbsent(entries.repetition(i), entries.level());
                }
            }
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).add(vector == null ? null : ((StructVector) vector).field(names.get(i)), below);
            }
        }
    }

    /** A list or a map. */
    record Repeated(String name, boolean required, int depth, List<VectorSplitter> parts, LevelledEntries below)
            implements
                VectorSplitter {
        @Override
        public void add(@Nullable ColumnVector vector, LevelledEntries entries) {
            int there = entries.level() + (required ? 0 : 1);
            below.begin(there + 1);
            for (int i = 0; i < entries.count(); i++) {
                int repetition = entries.repetition(i);
                int entry = entries.entry(i);
                if (!entries.isThere(i)) {
                    below.addAbsent(repetition, entries.definition(i));
                } else if (isThere(vector, entry, required, name)) {
                    addElements(begin(vector, entry), end(vector, entry), repetition, there);
                } else {
                    below.addAbsent(repetition, entries.level());
                }
            }
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).add(part(vector, i), below);
            }
        }

        private void addElements(int begin, int end, int repetition, int there) {
            if (begin == end) {
                below.addAbsent(repetition, there);
            }
            for (int i = begin; i < end; i++) {
                below.add(i, i == begin ? repetition : depth);
            }
        }

        private static int begin(@Nullable ColumnVector vector, int entry) {
            return switch (vector) {
                case MapVector map -> map.begin(entry);
                case ListVector list -> list.begin(entry);
                case null, default -> throw new IllegalArgumentException("neither a list nor a map");
            };
        }

        private static int end(@Nullable ColumnVector vector, int entry) {
            return switch (vector) {
                case MapVector map -> map.end(entry);
                case ListVector list -> list.end(entry);
                case null, default -> throw new IllegalArgumentException("neither a list nor a map");
            };
        }

        private static @Nullable ColumnVector part(@Nullable ColumnVector vector, int part) {
            return switch (vector) {
                case null -> null;
                case MapVector map -> part == 0 ? map.keys() : map.values();
                default -> ((ListVector) vector).elements();
            };
        }
    }
}
