package io.millrace.table.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

import io.millrace.table.mapping.MetadataColumns;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/** A data file in the making. Closed before it is complete, it leaves nothing behind. */
final class DataFileWriter implements AutoCloseable {
    private static final long ROW_GROUP_BYTES = 128L << 20;

    private final KernelFiles.NewFile file;
    private final String path;
    private final Map<String, @Nullable String> partition;
    private final FileLayout layout;
    private final Codecs codecs;
    private final PackedKeys.Ordered keys;
    private final Clock clock;
    private final ParquetFileWriter parquet;
    private RowGroup rows;
    private long count;
    private boolean closed;

    /**
     * @param file
     *            where it is stored
     * @param path
     *            how the log is to call it
     * @param partition
     *            the partition values of all its rows
     * @param layout
     *            how rows are laid out
     * @param codecs
     *            owned by the writing thread
     * @param keys
     *            of the rows that will be written, in their order, or none
     * @param clock
     *            tells its modification time
     */
    DataFileWriter(KernelFiles.NewFile file, String path, Map<String, @Nullable String> partition, FileLayout layout,
            Codecs codecs, PackedKeys.Ordered keys, Clock clock) throws IOException {
        this.file = file;
        this.path = path;
        this.partition = partition;
        this.layout = layout;
        this.codecs = codecs;
        this.keys = keys;
        this.clock = clock;
        try {
            this.parquet = new ParquetFileWriter(file, layout.schema(), ParquetFileWriter.Mode.CREATE, ROW_GROUP_BYTES,
                    0, null, layout.properties());
            parquet.start();
        } catch (IOException | RuntimeException e) {
            file.abort();
            throw e;
        }
        this.rows = new RowGroup(layout, codecs, keys, 0);
    }

    void write(Map<String, @Nullable Object> row) throws IOException {
        rows.write(row);
        count++;
        endRowGroup();
    }

    /** Writes those of the rows that stay. */
    void copy(CopiedRows copied) throws IOException {
        rows.copy(copied);
        count += copied.staying();
        endRowGroup();
    }

    private void endRowGroup() throws IOException {
        if (rows.bytes() > ROW_GROUP_BYTES) {
            rows.flushTo(parquet);
            rows = new RowGroup(layout, codecs, keys, keys.isEmpty() ? 0 : Math.toIntExact(count));
        }
    }

    /** How many rows it has. */
    long rows() {
        return count;
    }

    /** About how large it would be now, in bytes. */
    long bytes() throws IOException {
        return parquet.getPos() + rows.bytes();
    }

    /**
     * Stores it.
     *
     * @param dataChange
     *            whether its rows are new to the table
     */
    DataFiles.NewFile complete(boolean dataChange) throws IOException {
        rows.flushTo(parquet);
        parquet.end(Map.of());
        closed = true;
        ColumnStats stats = new ColumnStats(layout.columns(), parquet.getFooter());
        LiveFile live = new LiveFile(path, partition, file.size(), clock.millis(), stats.rows(),
                stats.newest(MetadataColumns.INGESTED_AT));
        return new DataFiles.NewFile(live, LogActions.add(live, DeltaTypes.schema(layout.columns()), stats.statistics(),
                dataChange), parquet.getFooter(), stretches());
    }

    /** Keys of a file with several row groups are not looked for by stretch. */
    private Optional<KeyStretches> stretches() {
        return parquet.getFooter().getBlocks().size() == 1 ? rows.stretches() : Optional.empty();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.abort();
        }
    }
}
