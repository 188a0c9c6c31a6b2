package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.millrace.table.TableShape;
import io.millrace.table.internal.encoding.VectorPages;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.ParquetFiles;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.vector.ColumnVectors;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Data files with given rows, for tests. */
public final class TestDataFiles {
    private TestDataFiles() {}

    /** Writes the rows of a table without partitions to one file. */
    public static NewDataFile write(DataFiles files, TableShape shape,
            List<Map<String, @Nullable Object>> rows) throws IOException {
        return write(files, shape, rows, KeyBuffer.Ordered.NONE);
    }

    /**
     * Writes the rows of a table without partitions to one file.
     *
     * @param keys
     *            of the rows, in their order
     */
    public static NewDataFile write(DataFiles files, TableShape shape,
            List<Map<String, @Nullable Object>> rows, KeyBuffer.Ordered keys) throws IOException {
        int[] all = IntStream.range(0, rows.size()).toArray();
        return files.write(shape, ColumnVectors.of(shape.columns(), rows),
                List.of(new RowsByPartition.Partition(List.of(), all, keys, new long[rows.size()])), true).getFirst();
    }

    /** Writes rows to one file whose key columns are not compressed, as earlier versions did. Returns its size in bytes. */
    public static long writeUncompressed(String path, TableShape shape, List<Map<String, @Nullable Object>> rows)
            throws IOException {
        FileLayout layout = FileLayout.of(shape, Set.of());
        ParquetFiles.AtomicOutputFile file = ParquetFiles.output(new LocalStorage(), path);
        ColumnVectors values = ColumnVectors.of(shape.columns(), rows);
        try (Codecs codecs = Codecs.quick();
                ColumnChunkPageWriteStore pages = ColumnChunkPageWriteStore.builder().withSchema(layout.schema())
                        .withCompressorProvider(column -> codecs.getCompressor(CompressionCodecName.UNCOMPRESSED))
                        .withAllocator(layout.properties().getAllocator()).build();
                ParquetFileWriter parquet = new ParquetFileWriter(file, layout.schema(),
                        ParquetFileWriter.Mode.CREATE, 1 << 20, 0, null, layout.properties())) {
            VectorPages columns = layout.vectorPages(KeyBuffer.Ordered.NONE);
            columns.begin(pages, layout.withoutDictionary());
            int[] all = IntStream.range(0, rows.size()).toArray();
            for (int from = 0; from < all.length; from += FileLayout.ROWS_AT_ONCE) {
                columns.write(values, all, from, Math.min(all.length, from + FileLayout.ROWS_AT_ONCE));
            }
            parquet.start();
            parquet.startBlock(rows.size());
            columns.flush();
            pages.flushToFileWriter(parquet);
            parquet.endBlock();
            parquet.end(Map.of());
        }
        return file.size();
    }
}
