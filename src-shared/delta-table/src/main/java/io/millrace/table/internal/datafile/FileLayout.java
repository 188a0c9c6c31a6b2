package io.millrace.table.internal.datafile;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.table.EventColumns;
import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.internal.encoding.VectorPages;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.ParquetSchemas;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * The layout of rows in the files of a table. It is the same for successive files, until a column is added or loses its
 * dictionary.
 *
 * @param shape
 *            the table's columns
 * @param plain
 *            columns without a dictionary, because their values hardly repeat
 * @param columns
 *            those that are in the files
 * @param schema
 *            theirs
 * @param schemaWithoutKeys
 *            that of the columns beside the keys, when the keys are texts that every row has; else the same
 * @param properties
 *            of pages and encodings
 * @param keyProperties
 *            of the pages and encodings of the keys
 */
record FileLayout(
        TableShape shape,
        Set<String> plain,
        List<Column> columns,
        MessageType schema,
        MessageType schemaWithoutKeys,
        ParquetProperties properties,
        ParquetProperties keyProperties) {
    /** So many rows are written column by column, before the next ones. Bounds by how much a page can be too large. */
    static final int ROWS_AT_ONCE = 250;
    /** Upper limit of the rows in a page, all of which may be read to look up a key. Pages end with the rows written at a time. */
    static final int ROWS_PER_PAGE = 4 * ROWS_AT_ONCE;

    /** Bounds what is read and unpacked to check one key. */
    static final int KEYS_PER_PAGE = ROWS_AT_ONCE;

    static FileLayout of(TableShape shape, Set<String> plain) {
        List<Column> columns = shape.dataColumns();
        MessageType schema = ParquetSchemas.message(columns);
        return new FileLayout(shape, plain, columns, schema, withoutKeys(shape, schema),
                properties(shape, plain, ROWS_PER_PAGE), properties(shape, plain, KEYS_PER_PAGE));
    }

    private static ParquetProperties properties(TableShape shape, Set<String> plain, int rowsPerPage) {
        ParquetProperties.Builder properties = ParquetProperties.builder()
                .withPageRowCountLimit(rowsPerPage)
                .estimateRowCountForPageSizeCheck(false)
                .withMinRowCountForPageSizeCheck(ROWS_AT_ONCE)
                .withSizeStatisticsEnabled(false)
                .withDictionaryEncoding(EventColumns.OFFSET, false)
                .withDictionaryEncoding(EventColumns.INGESTED_AT, false);
        Stream.concat(plain.stream(), keys(shape).stream())
                .forEach(column -> properties.withDictionaryEncoding(column, false));
        return properties.build();
    }

    /** The schema of the key columns alone. */
    MessageType keySchema() {
        return new MessageType(schema.getName(),
                schema.getFields().stream().filter(type -> !schemaWithoutKeys.containsField(type.getName())).toList());
    }

    /** Takes the values of all columns and makes pages of them. */
    ColumnWriteStore columnStore(PageWriteStore pages) {
        return schemaWithoutKeys == schema
                ? properties.newColumnWriteStore(schema, pages)
                : new KeysApartStore(this, pages);
    }

    /** Takes the pages of all columns of a row group. */
    ColumnChunkPageWriteStore pageStore(Codecs codecs) {
        return ColumnChunkPageWriteStore.builder().withSchema(schema)
                .withCompressorProvider(column -> codecs.getCompressor(CompressionCodecName.ZSTD))
                .withAllocator(properties.getAllocator())
                .withColumnIndexTruncateLength(properties.getColumnIndexTruncateLength())
                .withPageWriteChecksumEnabled(properties.getPageWriteChecksumEnabled()).build();
    }

    /** Whether the keys are written apart from the other columns, when they are at hand. */
    private boolean keysApart(KeyBuffer.Ordered ordered) {
        return !ordered.isEmpty() && schemaWithoutKeys != schema;
    }

    /**
     * Makes the pages of all columns, or of all but the keys.
     *
     * @param ordered
     *            keys that are written apart from the other columns, where that is possible; or none
     */
    VectorPages vectorPages(KeyBuffer.Ordered ordered) {
        MessageType written = keysApart(ordered) ? schemaWithoutKeys : schema;
        Set<String> keys = keys(shape);
        return new VectorPages(columns.stream().filter(column -> written.containsField(column.name())).toList(),
                written, column -> keys.contains(column.name()) ? KEYS_PER_PAGE : ROWS_PER_PAGE);
    }

    /** The columns without a dictionary. */
    Set<String> withoutDictionary() {
        return Stream.concat(plain.stream(),
                Stream.concat(keys(shape).stream(), Stream.of(EventColumns.OFFSET, EventColumns.INGESTED_AT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Keys hardly repeat, and are read one at a time when a delivery meets its row again. */
    private static Set<String> keys(TableShape shape) {
        return shape.keys().stream().flatMap(keys -> Stream.of(keys.pk(), keys.eventId()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static MessageType withoutKeys(TableShape shape, MessageType schema) {
        Set<String> keys = keys(shape);
        boolean plain = keys.stream().map(schema::getType)
                .allMatch(type -> type.isRepetition(Type.Repetition.REQUIRED) && type.isPrimitive()
                        && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY);
        return plain
                ? new MessageType(schema.getName(),
                        schema.getFields().stream().filter(type -> !keys.contains(type.getName())).toList())
                : schema;
    }

    /**
     * Writes the keys of a row group, when they are at hand and are texts that every row has.
     *
     * @param ordered
     *            of all rows of the file, or none
     * @param first
     *            which of them is the first of the row group
     */
    Optional<PlainKeyPageWriter> keyPages(PageWriteStore store, KeyBuffer.Ordered ordered, int first) {
        return keysApart(ordered)
                ? shape.keys().map(keys -> new PlainKeyPageWriter(store, column(keys.pk()), column(keys.eventId()),
                        ordered, first))
                : Optional.empty();
    }

    private ColumnDescriptor column(String name) {
        return schema.getColumnDescription(new String[]{name});
    }
}
