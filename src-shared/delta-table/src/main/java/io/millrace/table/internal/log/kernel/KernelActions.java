package io.millrace.table.internal.log.kernel;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.delta.kernel.data.MapValue;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.StructType;
import io.millrace.table.EventColumns;
import io.millrace.table.internal.log.ActiveFile;
import org.jspecify.annotations.Nullable;

/** Log actions as Kernel's rows. */
public final class KernelActions {
    /** A tag of a file, which other writers of the table may drop. */
    private static final String CLUSTERED_TAG = "millrace.clustered";
    private static final MapValue CLUSTERED = VectorUtils.stringStringMapValue(Map.of(CLUSTERED_TAG, "true"));
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;

    private KernelActions() {}

    public static Row mark(String applicationId, long value, long nowMillis) {
        return SingleAction
                .createTxnSingleAction(new SetTransaction(applicationId, value, Optional.of(nowMillis)).toRow());
    }

    /**
     * Adds a file.
     *
     * @param schema
     *            of what is in it
     * @param dataChange
     *            whether its rows are new to the table
     */
    public static Row add(ActiveFile file, StructType schema, DataFileStatistics stats, boolean dataChange) {
        return SingleAction.createAddFileSingleAction(AddFile.createAddFileRow(schema, file.path(),
                VectorUtils.stringStringMapValue(file.partitionValues()), file.size(), file.modifiedAt(), dataChange,
                Optional.empty(), file.clustered() ? Optional.of(CLUSTERED) : Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.of(stats)));
    }

    /**
     * Removes a file.
     *
     * @param dataChange
     *            whether its rows leave the table
     */
    public static Row remove(ActiveFile file, long nowMillis, boolean dataChange) {
        Row add = AddFile.createAddFileRow(new StructType(), file.path(),
                VectorUtils.stringStringMapValue(file.partitionValues()), file.size(), file.modifiedAt(), dataChange,
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return SingleAction
                .createRemoveFileSingleAction(new AddFile(add).toRemoveFileRow(dataChange, Optional.of(nowMillis)));
    }

    public static ActiveFile file(Row addRow) {
        AddFile add = new AddFile(addRow);
        if (add.getDeletionVector().isPresent()) {
            throw new IllegalStateException("file " + add.getPath() + " has a deletion vector");
        }
        Map<String, @Nullable String> partition = VectorUtils.<String, @Nullable String>toJavaMap(
                add.getPartitionValues());
        return new ActiveFile(add.getPath(), partition, add.getSize(), add.getModificationTime(),
                add.getNumRecords().orElse(-1L), newestIngest(add.getStatsJson()),
                add.getTags().map(tags -> VectorUtils.<String, @Nullable String>toJavaMap(tags))
                        .filter(tags -> "true".equals(tags.get(CLUSTERED_TAG))).isPresent());
    }

    /** Some writers cut a time to its millisecond, so the next one is the bound. */
    private static OptionalLong newestIngest(Optional<String> stats) {
        return stats.flatMap(json -> new StatsText(json).find("maxValues", EventColumns.INGESTED_AT))
                .map(text -> OffsetDateTime.parse(text).toInstant().plusMillis(1))
                .map(instant -> OptionalLong.of(instant.getEpochSecond() * MICROS_PER_SECOND
                        + instant.getNano() / NANOS_PER_MICRO))
                .orElse(OptionalLong.empty());
    }
}
