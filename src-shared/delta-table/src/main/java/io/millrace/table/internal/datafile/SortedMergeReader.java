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
    /** Decides by its key, as UTF-8, whether a row stays. */
    interface RowFilter {
        RowFilter ALL = (pk, eventId) -> true;

        boolean stays(byte[] pk, byte[] eventId);
    }

    /**
     * Reads some hundreds of rows.
     *
     * @param judge
     *            decides for every row of a table with keys whether it stays
     * @return whether more rows may follow
     */
    boolean writeSome(DataFileWriter out, RowFilter judge) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Reads column by column when the files have the layout of Millrace, and row by row otherwise.
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
