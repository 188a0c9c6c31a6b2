package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.NanPageStore;
import io.millrace.table.vector.ColumnVectors;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/**
 * A row group in the making of rows that are read from other files: either copied column by column from files with the same
 * layout, or given one by one.
 */
final class RowGroup {
    private final FileLayout layout;
    private final Codecs codecs;
    private final ColumnChunkPageWriteStore pages;
    private final ColumnWriteStore store;
    /** Of all leaf columns. */
    private final List<ColumnWriter> leaves;
    private @Nullable SingleRows single;
    private long copied;
    private long copiedBytes;

    RowGroup(FileLayout layout, Codecs codecs) {
        this.layout = layout;
        this.codecs = codecs;
        this.pages = layout.pageStore(codecs);
        this.store = layout.columnStore(new NanPageStore(pages));
        this.leaves = layout.schema().getColumns().stream().map(store::getColumnWriter).toList();
    }

    /** Rows that are given one by one, written some hundreds at a time. */
    private static final class SingleRows {
        private static final int[] INDEXES = IntStream.range(0, FileLayout.ROWS_AT_ONCE).toArray();

        private final ColumnVectors waiting;
        private final VectorRowGroup group;
        private int waitingCount;

        SingleRows(FileLayout layout, Codecs codecs) {
            this.waiting = new ColumnVectors(layout.columns());
            this.group = new VectorRowGroup(layout, layout.vectorPages(KeyBuffer.Ordered.NONE), codecs,
                    KeyBuffer.Ordered.NONE, 0);
        }

        void write(Map<String, @Nullable Object> row) throws IOException {
            waiting.append(row);
            if (++waitingCount == FileLayout.ROWS_AT_ONCE) {
                writeWaiting();
            }
        }

        private void writeWaiting() throws IOException {
            group.write(waiting, INDEXES, 0, waitingCount);
            waiting.truncate(0);
            waitingCount = 0;
        }

        void flushTo(ParquetFileWriter file) throws IOException {
            if (waitingCount > 0) {
                writeWaiting();
            }
            group.flushTo(file);
        }
    }

    /** Writes a row. */
    void write(Map<String, @Nullable Object> row) throws IOException {
        SingleRows rows = single;
        if (rows == null) {
            rows = new SingleRows(layout, codecs);
            single = rows;
        }
        rows.write(row);
    }

    /** Writes those rows of a selection that stay, each to its own row group of one file. */
    static void copy(RowSelection selection, RowGroup[] groups) {
        ColumnWriter[] writers = new ColumnWriter[groups.length];
        for (int leaf = 0; leaf < groups[0].leaves.size(); leaf++) {
            for (int i = 0; i < groups.length; i++) {
                writers[i] = groups[i].leaves.get(leaf);
            }
            selection.copy(leaf, writers);
        }
        for (int i = 0; i < groups.length; i++) {
            groups[i].end(selection.staying(i));
        }
    }

    /** Ends rows that all columns have: this is where pages end. */
    private void end(int ended) {
        if (ended == 0) {
            return;
        }
        for (int i = 0; i < ended; i++) {
            store.endRecord();
        }
        copied += ended;
        copiedBytes = store.getBufferedSize();
    }

    /** Estimated size so far, in bytes, without the rows that are not written yet. */
    long bytes() {
        return copiedBytes + (single == null ? 0 : single.group.bytes());
    }

    /** Appends it to a file, when it has rows. */
    void flushTo(ParquetFileWriter file) throws IOException {
        if (copied > 0) {
            file.startBlock(copied);
            store.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
        }
        store.close();
        pages.close();
        if (single != null) {
            single.flushTo(file);
        }
    }
}
