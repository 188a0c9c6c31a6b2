package io.millrace.table.internal.encoding;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

import io.millrace.table.column.Column;
import io.millrace.table.vector.ColumnVectors;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.schema.MessageType;

/**
 * Makes Parquet pages of the vectors of rows, column by column: levels as runs, and a dictionary only where values repeat.
 * Parquet's own column writers take one value at a time, with its levels, which costs more than all else in a merge. Used
 * by one thread, for one row group after the other.
 */
public final class VectorPages {
    private final List<Column> columns;
    private final List<VectorSplitter> splitters;
    private final List<LeafPages> leaves = new ArrayList<>();
    private final LevelledEntries entries = new LevelledEntries();

    /**
     * @param schema
     *            of the columns
     * @param rowsPerPage
     *            the number of rows after which a page of a column ends
     */
    public VectorPages(List<Column> columns, MessageType schema, ToIntFunction<Column> rowsPerPage) {
        this.columns = columns;
        this.splitters = columns.stream()
                .map(column -> new SplitterBuilder(schema, rowsPerPage.applyAsInt(column), leaves, List.of(), 0)
                        .splitter(column))
                .toList();
    }

    /**
     * Begins a row group.
     *
     * @param plain
     *            the leaf columns that get no dictionary, by their names and those of their parents, with dots between them
     */
    public void begin(PageWriteStore pages, Set<String> plain) {
        for (LeafPages leaf : leaves) {
            leaf.begin(pages.getPageWriter(leaf.column()),
                    !plain.contains(String.join(".", leaf.column().getPath())));
        }
    }

    /**
     * Writes some hundreds of rows. Pages end with them, if at all.
     *
     * @param rows
     *            indexes of rows
     * @param from
     *            the first that is written of the indexes, inclusive
     * @param until
     *            the end, exclusive
     * @throws IllegalArgumentException
     *             when a value is null that must not be; then begin again
     */
    public void write(ColumnVectors values, int[] rows, int from, int until) throws IOException {
        entries.begin(0);
        entries.addRows(rows, from, until);
        for (int i = 0; i < splitters.size(); i++) {
            splitters.get(i).add(values.find(columns.get(i).name()), entries);
        }
        for (LeafPages leaf : leaves) {
            leaf.endRows(until - from);
        }
    }

    /** Writes what is left of the row group. */
    public void flush() throws IOException {
        for (LeafPages leaf : leaves) {
            leaf.flush();
        }
    }

    /** Estimated size of the row group so far, in bytes. */
    public long bytes() {
        return leaves.stream().mapToLong(LeafPages::bytes).sum();
    }
}
