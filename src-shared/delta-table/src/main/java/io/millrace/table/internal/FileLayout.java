package io.millrace.table.internal;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.table.Column;
import io.millrace.table.ColumnType;
import io.millrace.table.TableShape;
import io.millrace.table.mapping.MetadataColumns;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a table are laid out in its files. The same for one file after the other, until a column is added or
 * loses its dictionary.
 *
 * @param shape
 *            the table's columns
 * @param plain
 *            columns that go without a dictionary because their values hardly repeat
 * @param columns
 *            those that are in the files
 * @param schema
 *            theirs
 * @param properties
 *            of pages and encodings
 */
record FileLayout(
        TableShape shape,
        Set<String> plain,
        List<Column> columns,
        MessageType schema,
        ParquetProperties properties) {
    /** So many rows are written column by column, before the next ones. Bounds by how much a page can be too large. */
    static final int ROWS_AT_ONCE = 250;
    /** Bounds what is read to look up one key. A multiple of the rows at once: pages end where those do. */
    private static final int ROWS_PER_PAGE = 4 * ROWS_AT_ONCE;

    static FileLayout of(TableShape shape, Set<String> plain) {
        List<Column> columns = shape.dataColumns();
        ParquetProperties.Builder properties = ParquetProperties.builder()
                .withPageRowCountLimit(ROWS_PER_PAGE)
                .estimateRowCountForPageSizeCheck(false)
                .withMinRowCountForPageSizeCheck(ROWS_AT_ONCE)
                .withSizeStatisticsEnabled(false)
                .withDictionaryEncoding(MetadataColumns.OFFSET, false)
                .withDictionaryEncoding(MetadataColumns.INGESTED_AT, false);
        Stream.concat(plain.stream(), keys(shape).stream())
                .forEach(column -> properties.withDictionaryEncoding(column, false));
        return new FileLayout(shape, plain, columns, ParquetSchemas.message(columns), properties.build());
    }

    /** Keys hardly repeat and hardly compress, and are read one at a time when a delivery meets its row again. */
    private static Set<String> keys(TableShape shape) {
        return shape.keys().stream().flatMap(keys -> Stream.of(keys.pk(), keys.eventId()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What this column has of a key, when it is a part of it and a text; else null. */
    @Nullable
    Function<Utf8Key, byte[]> keyPart(Column column) {
        if (!(column.type() instanceof ColumnType.Text) || shape.keys().isEmpty()) {
            return null;
        }
        TableShape.KeyColumns names = shape.keys().get();
        return column.name().equals(names.pk())
                ? Utf8Key::pk
                : column.name().equals(names.eventId()) ? Utf8Key::eventId : null;
    }

    /** What the pages of a column are compressed with. */
    BytesInputCompressor compressor(ColumnDescriptor column, Codecs codecs) {
        return codecs.getCompressor(keys(shape).contains(column.getPath()[0])
                ? CompressionCodecName.UNCOMPRESSED
                : CompressionCodecName.ZSTD);
    }
}
