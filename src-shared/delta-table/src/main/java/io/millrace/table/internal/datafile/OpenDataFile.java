package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

import io.millrace.table.EventColumns;
import io.millrace.table.internal.keys.KeyBlockIndex;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.parquet.ParquetFiles;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/** A data file to which row groups are appended. Closed before {@link #complete}, it leaves nothing behind. */
final class OpenDataFile implements AutoCloseable {
    static final long ROW_GROUP_BYTES = 128L << 20;

    private final ParquetFiles.AtomicOutputFile file;
    private final String path;
    private final Map<String, @Nullable String> partition;
    private final FileLayout layout;
    private final Clock clock;
    private final ParquetFileWriter parquet;
    private boolean closed;

    /**
     * @param file
     *            where it is stored
     * @param path
     *            its path in the log
     * @param partition
     *            the partition values of all its rows
     * @param layout
     *            how rows are laid out
     * @param clock
     *            tells its modification time
     */
    OpenDataFile(ParquetFiles.AtomicOutputFile file, String path, Map<String, @Nullable String> partition,
            FileLayout layout, Clock clock) throws IOException {
        this.file = file;
        this.path = path;
        this.partition = partition;
        this.layout = layout;
        this.clock = clock;
        try {
            this.parquet = new ParquetFileWriter(file, layout.schema(), ParquetFileWriter.Mode.CREATE, ROW_GROUP_BYTES,
                    0, null, layout.properties());
            parquet.start();
        } catch (IOException | RuntimeException e) {
            file.abort();
            throw e;
        }
    }

    /** How its rows are laid out. */
    FileLayout layout() {
        return layout;
    }

    /** Takes its row groups. */
    ParquetFileWriter parquet() {
        return parquet;
    }

    /**
     * Completes the file and stores it.
     *
     * @param dataChange
     *            whether its rows are new to the table
     * @param clustered
     *            whether its rows were put into row groups by a column
     * @param stretches
     *            the blocks of the keys of its last row group, when they are known
     */
    NewDataFile complete(boolean dataChange, boolean clustered, Optional<KeyBlockIndex> stretches)
            throws IOException {
        parquet.end(Map.of());
        closed = true;
        ColumnStats stats = new ColumnStats(layout.columns(), parquet.getFooter());
        ActiveFile live = new ActiveFile(path, partition, file.size(), clock.millis(), stats.rows(),
                stats.newest(EventColumns.INGESTED_AT), clustered);
        return new NewDataFile(live, new LogAction.AddFile(live, stats.statistics().json(), dataChange),
                parquet.getFooter(), parquet.getFooter().getBlocks().size() == 1 ? stretches : Optional.empty());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.abort();
        }
    }
}
