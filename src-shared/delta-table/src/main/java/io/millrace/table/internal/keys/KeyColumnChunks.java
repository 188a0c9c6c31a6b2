package io.millrace.table.internal.keys;

import java.util.List;
import java.util.Optional;

import io.millrace.table.TableShape.KeyColumns;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Where the keys of a row group stand in a file that we wrote: plain, uncompressed, one stretch of bytes for each part. A single key is
 * then checked by reading a few kilobytes, without footer, decompression or decoding.
 *
 * @param pk
 *            the chunk of the pk column
 * @param eventId
 *            the chunk of the event id column
 */
public record KeyColumnChunks(Chunk pk, Chunk eventId) {
    /**
     * A stretch of a file.
     *
     * @param from
     *            its first byte
     * @param length
     *            in bytes
     */
    record Chunk(long from, long length) {}

    /** Of both, in bytes. */
    public long bytes() {
        return pk.length() + eventId.length();
    }

    /** The chunks of each row group; empty when keys are compressed or encoded in another way in one of them. */
    public static List<KeyColumnChunks> of(ParquetMetadata footer, KeyColumns columns) {
        List<KeyColumnChunks> chunks = footer.getBlocks().stream().flatMap(block -> chunk(footer, block, columns.pk())
                .flatMap(pk -> chunk(footer, block, columns.eventId()).map(id -> new KeyColumnChunks(pk, id))).stream())
                .toList();
        return chunks.size() == footer.getBlocks().size() ? chunks : List.of();
    }

    private static Optional<Chunk> chunk(ParquetMetadata footer, BlockMetaData block, String column) {
        return block.getColumns().stream()
                .filter(chunk -> chunk.getPath().toDotString().equals(column) && isPlain(footer, chunk, column))
                .map(chunk -> new Chunk(chunk.getStartingPos(), chunk.getTotalSize())).findFirst();
    }

    private static boolean isPlain(ParquetMetadata footer, ColumnChunkMetaData chunk, String column) {
        return chunk.getCodec() == CompressionCodecName.UNCOMPRESSED && !chunk.hasDictionaryPage()
                && chunk.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                && footer.getFileMetaData().getSchema().getType(column).isRepetition(Repetition.REQUIRED)
                && List.of(Encoding.PLAIN, Encoding.BIT_PACKED, Encoding.RLE).containsAll(chunk.getEncodings());
    }
}
