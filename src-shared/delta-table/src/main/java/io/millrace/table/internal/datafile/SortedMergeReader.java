package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import io.millrace.table.TableShape;
import io.millrace.table.internal.log.ActiveFile;

/**
 * The rows of several data files in the order of their keys, given that each row group has its own in that order; of a
 * table without keys, file after file. Rows of a file that is in another order come out all the same, only not sorted.
 */
public interface SortedMergeReader extends AutoCloseable {
    /** Says by its key, as UTF-8, whether a row stays. */
    interface RowFilter {
        RowFilter ALL = (pk, eventId) -> true;

        boolean stays(byte[] pk, byte[] eventId);
    }

    /**
     * Goes on for some hundreds of rows.
     *
     * @param judge
     *            is asked for every row of a table with keys
     * @return whether there may be more
     */
    boolean writeSome(DataFileWriter out, RowFilter judge) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * By column when the files are as we write them, else row by row.
     *
     * @param clusters
     *            of the file that they are written to
     */
    static SortedMergeReader of(DataFiles files, List<ActiveFile> sources, TableShape shape, ClusterRanges clusters)
            throws IOException {
        Optional<ColumnCopyMerge> columns = ColumnCopyMerge.of(files, sources, shape, clusters);
        return columns.isPresent() ? columns.get() : RowCopyMerge.of(files, sources, shape);
    }
}
