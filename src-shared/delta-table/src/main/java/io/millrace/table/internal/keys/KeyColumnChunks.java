package io.millrace.table.internal.keys;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.millrace.table.TableShape.KeyColumns;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Where the keys of a row group stand in a file of this library: plain values, uncompressed or zstd, in one range of bytes for
 * each part. A single key is then checked by reading one page of each, without the footer.
 *
 * @param pk
 *            the chunk of the pk column
 * @param eventId
 *            the chunk of the event id column
 */
public record KeyColumnChunks(Chunk pk, Chunk eventId) {
    /**
     * A column chunk.
     *
     * @param from
     *            its first byte in the file
     * @param length
     *            in bytes
     * @param isCompressed
     *            whether its pages are compressed with zstd
     */
    record Chunk(long from, long length, boolean isCompressed) {}

    private static final Set<CompressionCodecName> READABLE = EnumSet.of(CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.ZSTD);

    /** Size of both chunks, in bytes. */
    public long bytes() {
        return pk.length() + eventId.length();
    }

    /** The chunks of each row group; empty when one of them has keys of another compression or encoding. */
    public static List<KeyColumnChunks> of(ParquetMetadata footer, KeyColumns columns) {
        List<KeyColumnChunks> chunks = footer.getBlocks().stream().flatMap(block -> chunk(footer, block, columns.pk())
                .flatMap(pk -> chunk(footer, block, columns.eventId()).map(id -> new KeyColumnChunks(pk, id))).stream())
                .toList();
        return chunks.size() == footer.getBlocks().size() ? chunks : List.of();
    }

    private static Optional<Chunk> chunk(ParquetMetadata footer, BlockMetaData block, String column) {
        return block.getColumns().stream()
                .filter(chunk -> chunk.getPath().toDotString().equals(column) && isPlain(footer, chunk, column))
                .map(chunk -> new Chunk(chunk.getStartingPos(), chunk.getTotalSize(),
                        chunk.getCodec() == CompressionCodecName.ZSTD))
                .findFirst();
    }

    private static boolean isPlain(ParquetMetadata footer, ColumnChunkMetaData chunk, String column) {
        return READABLE.contains(chunk.getCodec()) && !chunk.hasDictionaryPage()
                && chunk.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                && footer.getFileMetaData().getSchema().getType(column).isRepetition(Repetition.REQUIRED)
                && List.of(Encoding.PLAIN, Encoding.BIT_PACKED, Encoding.RLE).containsAll(chunk.getEncodings());
    }
}
