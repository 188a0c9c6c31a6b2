package io.millrace.table.internal.index;

import java.util.OptionalLong;

import io.millrace.table.internal.datafile.RowMaterializer;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** The revision of the rows in a file, by Parquet's statistics. */
final class RevisionStats {
    private RevisionStats() {}

    /** The revision that all rows of a file have; empty when they differ, or without statistics. */
    static OptionalLong only(ParquetMetadata footer, String column) {
        if (!footer.getFileMetaData().getSchema().containsField(column)) {
            return OptionalLong.of(0);
        }
        OptionalLong only = OptionalLong.empty();
        for (BlockMetaData block : footer.getBlocks()) {
            OptionalLong here = block.getColumns().stream().filter(c -> c.getPath().toDotString().equals(column))
                    .findFirst().map(RevisionStats::only).orElse(OptionalLong.empty());
            if (here.isEmpty() || only.isPresent() && !only.equals(here)) {
                return OptionalLong.empty();
            }
            only = here;
        }
        return only;
    }

    private static OptionalLong only(ColumnChunkMetaData chunk) {
        Statistics<?> stats = chunk.getStatistics();
        return stats != null && stats.hasNonNullValue() && stats.getNumNulls() == 0
                && stats.genericGetMin() instanceof Number low && low.equals(stats.genericGetMax())
                        ? OptionalLong.of(((Number) RowMaterializer.decoding(chunk.getPrimitiveType()).apply(low))
                                .longValue())
                        : OptionalLong.empty();
    }
}
