package io.millrace.table.internal.datafile;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Chooses the columns that are written with a dictionary. Parquet builds one for every column and drops it at the end of a page when the
 * values hardly repeat; a column whose dictionary was dropped is written plain for a while before it is tried again.
 */
final class DictionaryChoice {
    /** Number of files after which a dictionary is tried again. */
    private static final int REST = 64;
    /** Smaller files are too small to judge their columns. */
    private static final long ENOUGH_ROWS = 500;

    private final Map<String, Integer> resting = new HashMap<>();

    /** The leaf columns to write without a dictionary in the next file, with dots in their names. */
    Set<String> without() {
        resting.replaceAll((column, files) -> files - 1);
        resting.values().removeIf(files -> files < 0);
        return Set.copyOf(resting.keySet());
    }

    /** Learns from a file that was written. */
    void learn(ParquetMetadata footer) {
        footer.getBlocks().stream().filter(block -> block.getRowCount() >= ENOUGH_ROWS)
                .flatMap(block -> block.getColumns().stream()).filter(DictionaryChoice::wentWithout)
                .forEach(chunk -> resting.putIfAbsent(chunk.getPath().toDotString(), REST));
    }

    private static boolean wentWithout(ColumnChunkMetaData chunk) {
        return !chunk.hasDictionaryPage();
    }
}
