package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.Optional;

import io.millrace.table.internal.encoding.VectorPages;
import io.millrace.table.internal.keys.KeyBlockIndex;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.NanPageStore;
import io.millrace.table.vector.ColumnVectors;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * A row group in the making, of rows that are vectors. Rows are written column by column, some hundreds at a time: a loop
 * over the values of one column stays in the processor's caches, which a loop over the columns of one row does not.
 */
final class VectorRowGroup {
    private final ColumnChunkPageWriteStore store;
    /** Writes the key columns; empty when they are written like all others. */
    private final Optional<PlainKeyPageWriter> keyPages;
    private final VectorPages columns;
    private long rows;

    /**
     * @param columns
     *            written with nothing else at the same time
     * @param keys
     *            of all rows of the file, in their order, or none
     * @param first
     *            which of the rows is the first of this group
     */
    VectorRowGroup(FileLayout layout, VectorPages columns, Codecs codecs, KeyBuffer.Ordered keys, int first) {
        this.store = layout.pageStore(codecs);
        this.keyPages = layout.keyPages(store, keys, first);
        this.columns = columns;
        columns.begin(new NanPageStore(store), layout.withoutDictionary());
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
        columns.write(values, indexes, from, until);
        if (keyPages.isPresent()) {
            keyPages.get().write(until - from);
        }
        rows += until - from;
    }

    /** Estimated size so far, in bytes. */
    long bytes() {
        return columns.bytes() + keyPages.map(PlainKeyPageWriter::bytes).orElse(0L);
    }

    /** Where its keys stand, once it is flushed; empty when they are written like all else. */
    Optional<KeyBlockIndex> stretches() {
        return keyPages.map(PlainKeyPageWriter::stretches);
    }

    /** Appends it to a file, when it has rows. */
    void flushTo(ParquetFileWriter file) throws IOException {
        if (rows > 0) {
            if (keyPages.isPresent()) {
                keyPages.get().flush();
            }
            file.startBlock(rows);
            columns.flush();
            store.flushToFileWriter(file);
            file.endBlock();
        }
        store.close();
    }
}
