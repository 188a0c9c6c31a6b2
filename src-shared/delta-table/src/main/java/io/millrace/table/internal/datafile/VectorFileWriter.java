package io.millrace.table.internal.datafile;

import java.io.IOException;

import io.millrace.table.TableShape;
import io.millrace.table.internal.encoding.VectorPages;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.vector.ColumnVectors;
import org.jspecify.annotations.Nullable;

/** Writes data files of rows that are vectors. The memory of pages is used again for the next file. Used by one thread. */
final class VectorFileWriter {
    private final Codecs codecs;
    private @Nullable Reused reused;

    /**
     * @param codecs
     *            owned by the writing thread
     */
    VectorFileWriter(Codecs codecs) {
        this.codecs = codecs;
    }

    private record Reused(TableShape shape, boolean keyed, VectorPages pages) {}

    /** Writes the rows of a partition, and completes the file. */
    NewDataFile write(OpenDataFile file, ColumnVectors values, RowsByPartition.Partition partition, boolean dataChange)
            throws IOException {
        FileLayout layout = file.layout();
        VectorPages pages = pages(layout, partition.keys());
        int[] rows = partition.rows();
        VectorRowGroup group = new VectorRowGroup(layout, pages, codecs, partition.keys(), 0);
        for (int from = 0; from < rows.length; from += FileLayout.ROWS_AT_ONCE) {
            if (group.bytes() > OpenDataFile.ROW_GROUP_BYTES) {
                group.flushTo(file.parquet());
                group = new VectorRowGroup(layout, pages, codecs, partition.keys(), from);
            }
            group.write(values, rows, from, Math.min(rows.length, from + FileLayout.ROWS_AT_ONCE));
        }
        group.flushTo(file.parquet());
        return file.complete(dataChange, false, group.stretches());
    }

    private VectorPages pages(FileLayout layout, KeyBuffer.Ordered keys) {
        Reused known = reused;
        if (known == null || known.keyed() == keys.isEmpty() || !known.shape().equals(layout.shape())) {
            known = new Reused(layout.shape(), !keys.isEmpty(), layout.vectorPages(keys));
            reused = known;
        }
        return known.pages();
    }
}
