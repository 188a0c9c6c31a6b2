package io.millrace.table.internal.encoding;

import java.util.ArrayList;
import java.util.List;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import org.apache.parquet.schema.MessageType;

/**
 * Builds the splitters of the columns at one position in a Parquet schema.
 *
 * @param leaves
 *            takes the leaf columns
 * @param parents
 *            the names of the parents
 * @param depth
 *            the number of parents that repeat
 */
record SplitterBuilder(MessageType schema, int rowsPerPage, List<LeafPages> leaves, List<String> parents, int depth) {
    /** The splitter of a column or field. */
    VectorSplitter splitter(Column column) {
        return splitter(column.name(), column.type(), column.required());
    }

    private VectorSplitter splitter(String name, ColumnType type, boolean required) {
        return switch (type) {
            case ColumnType.Struct struct -> new VectorSplitter.Fields(name, required,
                    struct.fields().stream().map(Column::name).toList(),
                    struct.fields().stream().map(below(0, name)::splitter).toList(), new LevelledEntries());
            case ColumnType.ListOf list -> new VectorSplitter.Repeated(name, required, depth + 1,
                    List.of(below(1, name, "list").splitter("element", list.element(), false)), new LevelledEntries());
            case ColumnType.MapOf map -> {
                SplitterBuilder below = below(1, name, "key_value");
                yield new VectorSplitter.Repeated(name, required, depth + 1,
                        List.of(below.splitter("key", new ColumnType.Text(), true),
                                below.splitter("value", map.value(), false)),
                        new LevelledEntries());
            }
            default -> leaf(name, required);
        };
    }

    private SplitterBuilder below(int repeated, String... names) {
        return new SplitterBuilder(schema, rowsPerPage, leaves, path(names), depth + repeated);
    }

    private VectorSplitter leaf(String name, boolean required) {
        LeafPages pages = new LeafPages(schema.getColumnDescription(path(name).toArray(String[]::new)), required,
                rowsPerPage);
        leaves.add(pages);
        return new VectorSplitter.Leaf(pages);
    }

    private List<String> path(String... names) {
        List<String> path = new ArrayList<>(parents);
        path.addAll(List.of(names));
        return path;
    }
}
