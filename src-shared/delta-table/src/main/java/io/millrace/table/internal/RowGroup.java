package io.millrace.table.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.millrace.table.RowValues;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/**
 * A row group in the making. Rows are written column by column, some hundreds at a time: a loop over the values of one
 * column stays in the processor's caches, which a loop over the columns of one row does not.
 */
final class RowGroup {
    private final FileLayout layout;
    private final ColumnChunkPageWriteStore pages;
    private final ColumnWriteStore store;
    private final List<ColumnShredder> columns;
    private final List<Map<String, @Nullable Object>> waiting = new ArrayList<>(FileLayout.ROWS_AT_ONCE);
    /** Of the rows that wait, or none. */
    private final List<Utf8Key> waitingKeys = new ArrayList<>(FileLayout.ROWS_AT_ONCE);
    private long rows;
    private long bytes;

    RowGroup(FileLayout layout, Codecs codecs) {
        this.layout = layout;
        this.pages = ColumnChunkPageWriteStore.builder().withSchema(layout.schema())
                .withCompressorProvider(column -> layout.compressor(column, codecs))
                .withAllocator(layout.properties().getAllocator())
                .withColumnIndexTruncateLength(layout.properties().getColumnIndexTruncateLength())
                .withPageWriteChecksumEnabled(layout.properties().getPageWriteChecksumEnabled()).build();
        this.store = layout.properties().newColumnWriteStore(layout.schema(), pages);
        this.columns = layout.columns().stream()
                .map(column -> ColumnShredder.of(column, layout.schema(), store)).toList();
    }

    /** Writes a row. See {@link DataFileWriter#write}. */
    void write(Map<String, @Nullable Object> row, @Nullable Utf8Key key) {
        waiting.add(row);
        if (key != null) {
            waitingKeys.add(key);
        }
        if (waiting.size() == FileLayout.ROWS_AT_ONCE) {
            writeWaiting();
        }
    }

    /** Writes those of the rows that stay. */
    void copy(CopiedRows copied) {
        writeWaiting();
        List<ColumnDescriptor> leaves = layout.schema().getColumns();
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            copied.copy(leaf, store.getColumnWriter(leaves.get(leaf)));
        }
        end(copied.staying());
    }

    private void writeWaiting() {
        for (int i = 0; i < columns.size(); i++) {
            Function<Utf8Key, byte[]> part = layout.keyPart(layout.columns().get(i));
            if (part == null || waitingKeys.isEmpty()) {
                write(layout.columns().get(i).name(), columns.get(i));
            } else {
                writeKeys(part, columns.get(i));
            }
        }
        end(waiting.size());
        waiting.clear();
        waitingKeys.clear();
    }

    /** Ends rows that all columns have: this is where pages end. */
    private void end(int ended) {
        for (int i = 0; i < ended; i++) {
            store.endRecord();
        }
        rows += ended;
        bytes = store.getBufferedSize();
    }

    private void writeKeys(Function<Utf8Key, byte[]> part, ColumnShredder column) {
        for (Utf8Key key : waitingKeys) {
            column.write(part.apply(key), 0, 0);
        }
    }

    private void write(String name, ColumnShredder column) {
        RowValues.Names names = null;
        int at = -1;
        for (Map<String, @Nullable Object> row : waiting) {
            if (row instanceof RowValues values) {
                if (values.names() != names) { // nearly always the same as those of the row before
                    names = values.names();
                    at = names.position(name);
                }
                column.write(at < 0 ? null : values.at(at), 0, 0);
            } else {
                column.write(row.get(name), 0, 0);
            }
        }
    }

    /** About how large it is now, in bytes, without the rows that wait. */
    long bytes() {
        return bytes;
    }

    /** Puts it, when it has rows, at the end of a file. */
    void flushTo(ParquetFileWriter file) throws IOException {
        writeWaiting();
        if (rows > 0) {
            file.startBlock(rows);
            store.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
        }
        store.close();
        pages.close();
    }
}
