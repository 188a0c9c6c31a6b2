package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.millrace.table.TableShape;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.vector.ColumnVectors;
import org.jspecify.annotations.Nullable;

/** Data files with given rows, for tests. */
public final class TestDataFiles {
    private TestDataFiles() {}

    /** Writes the rows of a table without partitions to one file. */
    public static NewDataFile write(DataFiles files, TableShape shape,
            List<Map<String, @Nullable Object>> rows) throws IOException {
        return write(files, shape, rows, KeyBuffer.Ordered.NONE);
    }

    /**
     * Writes the rows of a table without partitions to one file.
     *
     * @param keys
     *            of the rows, in their order
     */
    public static NewDataFile write(DataFiles files, TableShape shape,
            List<Map<String, @Nullable Object>> rows, KeyBuffer.Ordered keys) throws IOException {
        int[] all = IntStream.range(0, rows.size()).toArray();
        return files.write(shape, ColumnVectors.of(shape.columns(), rows),
                List.of(new RowsByPartition.Partition(List.of(), all, keys, new long[rows.size()])), true).getFirst();
    }
}
