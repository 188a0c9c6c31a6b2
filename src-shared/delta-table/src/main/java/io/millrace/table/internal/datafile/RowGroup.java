package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.table.RowValues;
import io.millrace.table.internal.keys.KeyBlockIndex;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.NanPageStore;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * A row group in the making. Rows are written column by column, some hundreds at a time: a loop over the values of one
 * column stays in the processor's caches, which a loop over the columns of one row does not.
 */
final class RowGroup {
    private final ColumnChunkPageWriteStore pages;
    /** Writes the key columns; empty when they are written like all others. */
    private final Optional<PlainKeyPageWriter> keyPages;
    private final ColumnWriteStore store;
    /** Of all leaf columns; empty when the keys are not written by the store. */
    private final List<ColumnWriter> leaves;
    private final List<NamedColumn> columns;
    private final List<Map<String, @Nullable Object>> waiting = new ArrayList<>(FileLayout.ROWS_AT_ONCE);
    private long rows;
    private long bytes;

    private record NamedColumn(String name, ColumnShredder shredder) {}

    /**
     * @param keys
     *            of all rows of the file, in their order, or none
     * @param first
     *            which of the rows is the first of this group
     */
    RowGroup(FileLayout layout, Codecs codecs, KeyBuffer.Ordered keys, int first) {
        this.pages = ColumnChunkPageWriteStore.builder().withSchema(layout.schema())
                .withCompressorProvider(column -> layout.compressor(column, codecs))
                .withAllocator(layout.properties().getAllocator())
                .withColumnIndexTruncateLength(layout.properties().getColumnIndexTruncateLength())
                .withPageWriteChecksumEnabled(layout.properties().getPageWriteChecksumEnabled()).build();
        this.keyPages = layout.keyPages(pages, keys, first);
        MessageType schema = keyPages.isPresent() ? layout.schemaWithoutKeys() : layout.schema();
        this.store = layout.properties().newColumnWriteStore(schema, new NanPageStore(pages));
        this.leaves = keyPages.isPresent()
                ? List.of()
                : schema.getColumns().stream().map(store::getColumnWriter).toList();
        this.columns = layout.columns().stream().filter(column -> schema.containsField(column.name()))
                .map(column -> new NamedColumn(column.name(), ColumnShredder.of(column, schema, store))).toList();
    }

    void write(Map<String, @Nullable Object> row) throws IOException {
        waiting.add(row);
        if (waiting.size() == FileLayout.ROWS_AT_ONCE) {
            writeWaiting();
        }
    }

    /** Writes those rows to row groups of one file that stay, each to its own. */
    static void copy(RowSelection copied, RowGroup[] groups) throws IOException {
        for (RowGroup group : groups) {
            group.writeWaiting();
        }
        ColumnWriter[] writers = new ColumnWriter[groups.length];
        for (int leaf = 0; leaf < groups[0].leaves.size(); leaf++) {
            for (int i = 0; i < groups.length; i++) {
                writers[i] = groups[i].leaves.get(leaf);
            }
            copied.copy(leaf, writers);
        }
        for (int i = 0; i < groups.length; i++) {
            groups[i].end(copied.staying(i));
        }
    }

    private void writeWaiting() throws IOException {
        columns.forEach(this::write);
        if (keyPages.isPresent()) {
            keyPages.get().write(waiting.size());
        }
        end(waiting.size());
        waiting.clear();
    }

    /** Ends rows that all columns have: this is where pages end. */
    private void end(int ended) {
        if (ended == 0) {
            return;
        }
        for (int i = 0; i < ended; i++) {
            store.endRecord();
        }
        rows += ended;
        bytes = store.getBufferedSize() + keyPages.map(PlainKeyPageWriter::bytes).orElse(0L);
    }

    private void write(NamedColumn column) {
        RowValues.Names names = null;
        int at = -1;
        for (Map<String, @Nullable Object> row : waiting) {
            if (row instanceof RowValues values) {
                if (values.names() != names) { // nearly always the same as those of the row before
                    names = values.names();
                    at = names.position(column.name());
                }
                column.shredder().write(at < 0 ? null : values.at(at), 0, 0);
            } else {
                column.shredder().write(row.get(column.name()), 0, 0);
            }
        }
    }

    /** About how large it is now, in bytes, without the rows that wait. */
    long bytes() {
        return bytes;
    }

    /** Where its keys stand, once it is flushed; empty when they are written like all else. */
    Optional<KeyBlockIndex> stretches() {
        return keyPages.map(PlainKeyPageWriter::stretches);
    }

    /** Puts it, when it has rows, at the end of a file. */
    void flushTo(ParquetFileWriter file) throws IOException {
        writeWaiting();
        if (rows > 0) {
            if (keyPages.isPresent()) {
                keyPages.get().flush();
            }
            file.startBlock(rows);
            store.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
        }
        store.close();
        pages.close();
    }
}
