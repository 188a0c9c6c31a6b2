package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.millrace.table.column.Column;
import io.millrace.table.internal.keys.KeyBlockIndex;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.ColumnShredder;
import io.millrace.table.internal.parquet.NanPageStore;
import io.millrace.table.vector.ColumnVectors;
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
    private final List<Column> columns;
    private final MessageType schema;
    /** Rows that were given one by one and are not written yet. */
    private final ColumnVectors waiting;
    private final int[] waitingRows = IntStream.range(0, FileLayout.ROWS_AT_ONCE).toArray();
    /** The rows that the shredders write. */
    private @Nullable ColumnVectors source;
    private List<ColumnShredder> shredders = List.of();
    private int waitingCount;
    private long rows;
    private long bytes;

    /**
     * @param keys
     *            of all rows of the file, in their order, or none
     * @param first
     *            which of the rows is the first of this group
     */
    RowGroup(FileLayout layout, Codecs codecs, KeyBuffer.Ordered keys, int first) {
        this.pages = ColumnChunkPageWriteStore.builder().withSchema(layout.schema())
                .withCompressorProvider(column -> FileLayout.compressor(codecs))
                .withAllocator(layout.properties().getAllocator())
                .withColumnIndexTruncateLength(layout.properties().getColumnIndexTruncateLength())
                .withPageWriteChecksumEnabled(layout.properties().getPageWriteChecksumEnabled()).build();
        this.keyPages = layout.keyPages(pages, keys, first);
        this.schema = keyPages.isPresent() ? layout.schemaWithoutKeys() : layout.schema();
        this.store = keyPages.isPresent()
                ? layout.properties().newColumnWriteStore(schema, new NanPageStore(pages))
                : layout.columnStore(new NanPageStore(pages));
        this.leaves = keyPages.isPresent()
                ? List.of()
                : schema.getColumns().stream().map(store::getColumnWriter).toList();
        this.columns = layout.columns().stream().filter(column -> schema.containsField(column.name())).toList();
        this.waiting = new ColumnVectors(columns);
    }

    /** Writes a row. */
    void write(Map<String, @Nullable Object> row) throws IOException {
        waiting.append(row);
        if (++waitingCount == FileLayout.ROWS_AT_ONCE) {
            writeWaiting();
        }
    }

    /**
     * Writes some hundreds of rows at most.
     *
     * @param from
     *            the first that is written of the indexes, inclusive
     * @param until
     *            the end, exclusive
     */
    void write(ColumnVectors values, int[] indexes, int from, int until) throws IOException {
        writeWaiting();
        writeColumns(values, indexes, from, until);
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
        writeColumns(waiting, waitingRows, 0, waitingCount);
        waiting.truncate(0);
        waitingCount = 0;
    }

    private void writeColumns(ColumnVectors values, int[] indexes, int from, int until) throws IOException {
        if (from == until) {
            return;
        }
        if (source != values) {
            source = values;
            shredders = columns.stream()
                    .map(column -> ColumnShredder.of(column, values.find(column.name()), schema, store)).toList();
        }
        for (ColumnShredder shredder : shredders) {
            for (int i = from; i < until; i++) {
                shredder.write(indexes[i], 0, 0);
            }
        }
        if (keyPages.isPresent()) {
            keyPages.get().write(until - from);
        }
        end(until - from);
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

    /** Estimated size so far, in bytes, without the rows that are not written yet. */
    long bytes() {
        return bytes;
    }

    /** Where its keys stand, once it is flushed; empty when they are written like all else. */
    Optional<KeyBlockIndex> stretches() {
        return keyPages.map(PlainKeyPageWriter::stretches);
    }

    /** Appends it to a file, when it has rows. */
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
