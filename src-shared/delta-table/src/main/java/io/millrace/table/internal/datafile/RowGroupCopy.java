package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.millrace.table.TableShape;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.parquet.ParquetFiles;
import io.millrace.table.internal.parquet.ParquetSchemas;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;

/**
 * Puts the row groups of several files into one file as they are, with their page indexes: nothing is decompressed or decoded.
 * Each row group keeps the order of its rows.
 */
public final class RowGroupCopy {
    /** Upper limit of the row groups of a file: the search for a key looks into each of them. */
    private static final int MOST_GROUPS = 8;
    /** Smaller row groups are merged to one: pages and dictionaries of few rows compress badly. */
    private static final long LEAST_BYTES = 32L << 10;

    private RowGroupCopy() {}

    /**
     * Writes a file with the row groups of files of one partition.
     *
     * @return empty, and nothing is written, when the rows are to be encoded again: the files have too many row groups or too
     *         small ones, or another layout than new files, or the rows are to be clustered
     */
    public static Optional<NewDataFile> write(DataFiles files, List<ActiveFile> sources, TableShape shape)
            throws IOException {
        long bytes = sources.stream().mapToLong(ActiveFile::size).sum();
        if (sources.size() < 2 || sources.size() > MOST_GROUPS || bytes < sources.size() * LEAST_BYTES
                || !ClusterRanges.columnOf(shape).isEmpty() && ClusterRanges.isWorth(shape, bytes)) {
            return Optional.empty();
        }
        List<ParquetFileReader> readers = new ArrayList<>();
        try {
            int groups = 0;
            MessageType layout = ParquetSchemas.message(shape.dataColumns());
            for (ActiveFile source : sources) {
                ParquetFileReader reader = files.reader().open(source);
                readers.add(reader);
                groups += reader.getRowGroups().size();
                if (!hasLayout(reader, layout)) {
                    return Optional.empty();
                }
            }
            return groups > MOST_GROUPS || bytes < groups * LEAST_BYTES
                    ? Optional.empty()
                    : Optional.of(copy(files, sources, readers, shape));
        } finally {
            for (ParquetFileReader reader : readers) {
                reader.close();
            }
        }
    }

    private static boolean hasLayout(ParquetFileReader reader, MessageType layout) {
        return reader.getFileMetaData().getSchema().getFields().equals(layout.getFields())
                && reader.getRowGroups().stream().flatMap(group -> group.getColumns().stream())
                        .allMatch(chunk -> chunk.getCodec() == CompressionCodecName.ZSTD);
    }

    private static NewDataFile copy(DataFiles files, List<ActiveFile> sources, List<ParquetFileReader> readers,
            TableShape shape) throws IOException {
        try (OpenDataFile file = files.open(shape, sources.getFirst().partitionValues())) {
            for (int i = 0; i < sources.size(); i++) {
                try (SeekableInputStream bytes = ParquetFiles.stream(files.reader().bytes(sources.get(i)))) {
                    for (BlockMetaData group : readers.get(i).getRowGroups()) {
                        copy(group, readers.get(i), bytes, file);
                    }
                }
            }
            return file.complete(false, false, Optional.empty());
        }
    }

    private static void copy(BlockMetaData group, ParquetFileReader reader, SeekableInputStream bytes,
            OpenDataFile file) throws IOException {
        MessageType schema = file.layout().schema();
        file.parquet().startBlock(group.getRowCount());
        for (ColumnChunkMetaData chunk : group.getColumns()) {
            file.parquet().appendColumnChunk(schema.getColumnDescription(chunk.getPath().toArray()), bytes, chunk, null,
                    reader.readColumnIndex(chunk), reader.readOffsetIndex(chunk));
        }
        file.parquet().endBlock();
    }
}
