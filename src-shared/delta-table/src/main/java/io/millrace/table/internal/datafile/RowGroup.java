package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.ColumnShredder;
import io.millrace.table.internal.parquet.NanPageStore;
import io.millrace.table.vector.ColumnVectors;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/**
 * A row group in the making. Rows are written column by column, some hundreds at a time: a loop over the values of one
 * column stays in the processor's caches, which a loop over the columns of one row does not.
 */
final class RowGroup {
    private final ColumnChunkPageWriteStore pages;
    private final ColumnWriteStore store;
    /** Of all leaf columns. */
    private final List<ColumnWriter> leaves;
    /** Rows that were given one by one and are not written yet. */
    private final ColumnVectors waiting;
    private final List<ColumnShredder> shredders;
    private int waitingCount;
    private long rows;
    private long bytes;

    RowGroup(FileLayout layout, Codecs codecs) {
        this.pages = layout.pageStore(codecs);
        this.store = layout.columnStore(new NanPageStore(pages));
        this.leaves = layout.schema().getColumns().stream().map(store::getColumnWriter).toList();
        this.waiting = new ColumnVectors(layout.columns());
        this.shredders = layout.columns().stream()
                .map(column -> ColumnShredder.of(column, waiting.find(column.name()), layout.schema(), store)).toList();
    }

    /** Writes a row. */
    void write(Map<String, @Nullable Object> row) {
        waiting.append(row);
        if (++waitingCount == FileLayout.ROWS_AT_ONCE) {
            writeWaiting();
        }
    }

    /** Writes those rows to row groups of one file that stay, each to its own. */
    static void copy(RowSelection copied, RowGroup[] groups) {
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

    private void writeWaiting() {
        for (ColumnShredder shredder : shredders) {
            for (int i = 0; i < waitingCount; i++) {
                shredder.write(i, 0, 0);
            }
        }
        end(waitingCount);
        waiting.truncate(0);
        waitingCount = 0;
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
        bytes = store.getBufferedSize();
    }

    /** Estimated size so far, in bytes, without the rows that are not written yet. */
    long bytes() {
        return bytes;
    }

    /** Appends it to a file, when it has rows. */
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
