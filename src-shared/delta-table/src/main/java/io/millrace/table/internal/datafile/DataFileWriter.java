package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import io.millrace.table.EventColumns;
import io.millrace.table.internal.keys.KeyBlockIndex;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.ParquetFiles;
import io.millrace.table.vector.ColumnVectors;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/** Writes a data file. Closed before {@link #complete}, it leaves nothing behind. */
public final class DataFileWriter implements AutoCloseable {
    private static final long ROW_GROUP_BYTES = 128L << 20;

    private final ParquetFiles.AtomicOutputFile file;
    private final String path;
    private final Map<String, @Nullable String> partition;
    private final FileLayout layout;
    private final Codecs codecs;
    private final KeyBuffer.Ordered keys;
    private final Clock clock;
    private final ParquetFileWriter parquet;
    private final ClusterRanges clusters;
    /** The row group of each range. */
    private final RowGroup[] groups;
    private long count;
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
     * @param codecs
     *            owned by the writing thread
     * @param keys
     *            of the rows that will be written, in their order, or none
     * @param clusters
     *            by which its rows are put into row groups; then there must be no keys
     * @param clock
     *            tells its modification time
     */
    DataFileWriter(ParquetFiles.AtomicOutputFile file, String path, Map<String, @Nullable String> partition,
            FileLayout layout,
            Codecs codecs, KeyBuffer.Ordered keys, ClusterRanges clusters, Clock clock) throws IOException {
        this.file = file;
        this.path = path;
        this.partition = partition;
        this.layout = layout;
        this.codecs = codecs;
        this.keys = keys;
        this.clusters = clusters;
        this.clock = clock;
        try {
            this.parquet = new ParquetFileWriter(file, layout.schema(), ParquetFileWriter.Mode.CREATE, ROW_GROUP_BYTES,
                    0, null, layout.properties());
            parquet.start();
        } catch (IOException | RuntimeException e) {
            file.abort();
            throw e;
        }
        this.groups = new RowGroup[clusters.count()];
        Arrays.setAll(groups, i -> new RowGroup(layout, codecs, keys, 0));
    }

    /** Writes rows, which then must be all of this file: they are not put into row groups by a column. */
    void write(ColumnVectors values, int[] rows) throws IOException {
        for (int from = 0; from < rows.length; from += FileLayout.ROWS_AT_ONCE) {
            int until = Math.min(rows.length, from + FileLayout.ROWS_AT_ONCE);
            groups[0].write(values, rows, from, until);
            count += until - from;
            endRowGroup();
        }
    }

    void write(Map<String, @Nullable Object> row) throws IOException {
        groups[clusters.of(row)].write(row);
        count++;
        endRowGroup();
    }

    /** Writes the rows of a selection that stay. */
    void copy(RowSelection copied) throws IOException {
        RowGroup.copy(copied, groups);
        count += copied.staying();
        endRowGroup();
    }

    private void endRowGroup() throws IOException {
        if (groups.length == 1 && groups[0].bytes() > ROW_GROUP_BYTES) {
            groups[0].flushTo(parquet);
            groups[0] = new RowGroup(layout, codecs, keys, keys.isEmpty() ? 0 : Math.toIntExact(count));
        }
    }

    /** Number of rows so far. */
    public long rows() {
        return count;
    }

    /** Estimated size of the file so far, in bytes. */
    public long bytes() throws IOException {
        return parquet.getPos() + Arrays.stream(groups).mapToLong(RowGroup::bytes).sum();
    }

    /**
     * Completes the file and stores it.
     *
     * @param dataChange
     *            whether its rows are new to the table
     */
    public NewDataFile complete(boolean dataChange) throws IOException {
        for (RowGroup group : groups) {
            group.flushTo(parquet);
        }
        parquet.end(Map.of());
        closed = true;
        ColumnStats stats = new ColumnStats(layout.columns(), parquet.getFooter());
        ActiveFile live = new ActiveFile(path, partition, file.size(), clock.millis(), stats.rows(),
                stats.newest(EventColumns.INGESTED_AT), clusters != ClusterRanges.NONE);
        return new NewDataFile(live,
                new LogAction.AddFile(live, stats.statistics().json(), dataChange),
                parquet.getFooter(), stretches());
    }

    /** The blocks of the keys; empty for a file with several row groups. */
    private Optional<KeyBlockIndex> stretches() {
        return parquet.getFooter().getBlocks().size() == 1 ? groups[0].stretches() : Optional.empty();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.abort();
        }
    }
}
