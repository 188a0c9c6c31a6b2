package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import io.millrace.table.internal.parquet.Codecs;
import org.jspecify.annotations.Nullable;

/** Writes a data file of rows that are read from others. Closed before {@link #complete}, it leaves nothing behind. */
public final class DataFileWriter implements AutoCloseable {
    private final OpenDataFile file;
    private final Codecs codecs;
    private final ClusterRanges clusters;
    /** The row group of each range. */
    private final RowGroup[] groups;
    private long count;

    /**
     * @param file
     *            closed with this
     * @param codecs
     *            owned by the writing thread
     * @param clusters
     *            by which its rows are put into row groups
     */
    DataFileWriter(OpenDataFile file, Codecs codecs, ClusterRanges clusters) {
        this.file = file;
        this.codecs = codecs;
        this.clusters = clusters;
        this.groups = new RowGroup[clusters.count()];
        Arrays.setAll(groups, i -> new RowGroup(file.layout(), codecs));
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
        if (groups.length == 1 && groups[0].bytes() > OpenDataFile.ROW_GROUP_BYTES) {
            groups[0].flushTo(file.parquet());
            groups[0] = new RowGroup(file.layout(), codecs);
        }
    }

    /** Number of rows so far. */
    public long rows() {
        return count;
    }

    /** Estimated size of the file so far, in bytes. */
    public long bytes() throws IOException {
        return file.parquet().getPos() + Arrays.stream(groups).mapToLong(RowGroup::bytes).sum();
    }

    /**
     * Completes the file and stores it.
     *
     * @param dataChange
     *            whether its rows are new to the table
     */
    public NewDataFile complete(boolean dataChange) throws IOException {
        for (RowGroup group : groups) {
            group.flushTo(file.parquet());
        }
        return file.complete(dataChange, clusters != ClusterRanges.NONE, Optional.empty());
    }

    @Override
    public void close() {
        file.close();
    }
}
