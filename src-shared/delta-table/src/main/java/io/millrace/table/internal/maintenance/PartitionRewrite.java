package io.millrace.table.internal.maintenance;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.millrace.table.TableShape;
import io.millrace.table.internal.datafile.ClusterRanges;
import io.millrace.table.internal.datafile.DataFileWriter;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.NewDataFile;
import io.millrace.table.internal.datafile.SortedMergeReader;
import io.millrace.table.internal.log.ActiveFile;
import org.jspecify.annotations.Nullable;

/** Rewrites files of one partition: rows in the order of their keys, clustered, and compressed thoroughly. */
final class PartitionRewrite {
    private PartitionRewrite() {}

    /**
     * Writes them.
     *
     * @param partition
     *            of the files that are written
     * @param targetBytes
     *            how large they become, in bytes
     * @param sink
     *            is given each file when it is stored
     */
    static void write(DataFiles files, List<ActiveFile> sources, TableShape shape,
            Map<String, @Nullable String> partition, long targetBytes, Consumer<NewDataFile> sink)
            throws IOException {
        ClusterRanges clusters = ClusterRanges.of(files, sources, shape);
        try (SortedMergeReader rows = SortedMergeReader.of(files, sources, shape, clusters)) {
            boolean more = true;
            while (more) {
                try (DataFileWriter writer = files.beginLasting(shape, partition, clusters)) {
                    while (more && writer.bytes() < targetBytes) {
                        more = rows.writeSome(writer, SortedMergeReader.RowFilter.ALL);
                    }
                    if (writer.rows() > 0) {
                        sink.accept(writer.complete(false));
                    }
                }
            }
        }
    }
}
