package io.millrace.table.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import io.millrace.table.Column;
import io.millrace.table.TableShape;
import io.millrace.table.mapping.MetadataColumns;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** A data file in the making. Closed before it is complete, it leaves nothing behind. */
final class DataFileWriter implements AutoCloseable {
    /** Bounds what is read to look up one key. */
    private static final int ROWS_PER_PAGE = 5_000;

    private final KernelFiles.NewFile file;
    private final String path;
    private final Map<String, @Nullable String> partition;
    private final List<Column> columns;
    private final Dictionaries dictionaries;
    private final Clock clock;
    private final ParquetWriter<Map<String, @Nullable Object>> rows;
    private boolean closed;

    /**
     * @param file
     *            where it is stored
     * @param path
     *            how the log is to call it
     * @param partition
     *            the partition values of all its rows
     * @param shape
     *            the table's columns
     * @param codecs
     *            owned by the writing thread
     * @param dictionaries
     *            owned by the writing thread
     * @param clock
     *            tells its modification time
     */
    DataFileWriter(KernelFiles.NewFile file, String path, Map<String, @Nullable String> partition, TableShape shape,
            Codecs codecs, Dictionaries dictionaries, Clock clock) throws IOException {
        this.file = file;
        this.path = path;
        this.partition = partition;
        this.columns = shape.dataColumns();
        this.dictionaries = dictionaries;
        this.clock = clock;
        Builder builder = new Builder(file, columns).withConf(new PlainParquetConfiguration())
                .withCodecFactory(codecs).withCompressionCodec(CompressionCodecName.ZSTD)
                .withPageRowCountLimit(ROWS_PER_PAGE)
                .withSizeStatisticsEnabled(false)
                .withDictionaryEncoding(MetadataColumns.OFFSET, false)
                .withDictionaryEncoding(MetadataColumns.INGESTED_AT, false);
        dictionaries.without(columns).forEach(column -> builder.withDictionaryEncoding(column, false));
        shape.keys().ifPresent(keys -> {
            // Keys hardly repeat and hardly compress, and are read one at a time when a delivery meets its row again.
            for (String column : List.of(keys.pk(), keys.eventId())) {
                builder.withDictionaryEncoding(column, false).withCompressionCodec(column,
                        CompressionCodecName.UNCOMPRESSED);
            }
        });
        try {
            this.rows = builder.build();
        } catch (IOException | RuntimeException e) {
            file.abort();
            throw e;
        }
    }

    void write(Map<String, @Nullable Object> row) throws IOException {
        rows.write(row);
    }

    /** About how large it would be now, in bytes. */
    long bytes() {
        return rows.getDataSize();
    }

    /**
     * Stores it.
     *
     * @param dataChange
     *            whether its rows are new to the table
     */
    DataFiles.NewFile complete(boolean dataChange) throws IOException {
        rows.close();
        closed = true;
        dictionaries.learn(rows.getFooter());
        ColumnStats stats = new ColumnStats(columns, rows.getFooter());
        LiveFile live = new LiveFile(path, partition, file.size(), clock.millis(), stats.rows(),
                stats.newest(MetadataColumns.INGESTED_AT));
        return new DataFiles.NewFile(live,
                LogActions.add(live, DeltaTypes.schema(columns), stats.statistics(), dataChange), rows.getFooter());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.abort();
        }
    }

    private static final class Builder extends ParquetWriter.Builder<Map<String, @Nullable Object>, Builder> {
        private final List<Column> columns;

        Builder(KernelFiles.NewFile file, List<Column> columns) {
            super(file);
            this.columns = columns;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Map<String, @Nullable Object>> getWriteSupport(@Nullable Configuration configuration) {
            return new RowWriteSupport(columns);
        }

        @Override
        protected WriteSupport<Map<String, @Nullable Object>> getWriteSupport(ParquetConfiguration configuration) {
            return new RowWriteSupport(columns);
        }
    }
}
