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
import io.millrace.table.internal.log.LogAction;
import org.jspecify.annotations.Nullable;

/** Log actions as Kernel's rows, and back. */
final class KernelActions {
    /** Tag of files whose rows are clustered. Other writers may drop it. */
    private static final String CLUSTERED_TAG = "millrace.clustered";
    private static final MapValue CLUSTERED = VectorUtils.stringStringMapValue(Map.of(CLUSTERED_TAG, "true"));
    /** Statistics are given as JSON, so that Kernel needs no columns to write them. */
    private static final StructType NO_COLUMNS = new StructType();
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;

    private KernelActions() {}

    static Row row(LogAction action) {
        return switch (action) {
            case LogAction.AddFile add -> SingleAction.createAddFileSingleAction(
                    row(add.file(), add.dataChange(), Optional.of(new GivenStatistics(add.statistics()))));
            case LogAction.RemoveFile remove -> SingleAction.createRemoveFileSingleAction(
                    new AddFile(row(remove.file(), remove.dataChange(), Optional.empty()))
                            .toRemoveFileRow(remove.dataChange(), Optional.of(remove.removedAt())));
            case LogAction.SetTransaction txn -> SingleAction.createTxnSingleAction(
                    new SetTransaction(txn.applicationId(), txn.version(), Optional.of(txn.updatedAt())).toRow());
        };
    }

    private static Row row(ActiveFile file, boolean dataChange, Optional<DataFileStatistics> statistics) {
        return AddFile.createAddFileRow(NO_COLUMNS, file.path(),
                VectorUtils.stringStringMapValue(file.partitionValues()), file.size(), file.modifiedAt(), dataChange,
                Optional.empty(),
                file.clustered() && statistics.isPresent() ? Optional.of(CLUSTERED) : Optional.empty(),
                Optional.empty(), Optional.empty(), statistics);
    }

    /** Statistics that are written as they are. */
    private static final class GivenStatistics extends DataFileStatistics {
        private final String json;

        GivenStatistics(String json) {
            super(0, Map.of(), Map.of(), Map.of(), Optional.empty());
            this.json = json;
        }

        @Override
        public String serializeAsJson(StructType schema) {
            return json;
        }
    }

    /** The file of an {@code add} action. */
    static ActiveFile file(Row addRow) {
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

    /** The millisecond after the maximum in the statistics: some writers cut times to milliseconds. */
    private static OptionalLong newestIngest(Optional<String> stats) {
        return stats.flatMap(json -> new StatsText(json).find("maxValues", EventColumns.INGESTED_AT))
                .map(text -> OffsetDateTime.parse(text).toInstant().plusMillis(1))
                .map(instant -> OptionalLong.of(instant.getEpochSecond() * MICROS_PER_SECOND
                        + instant.getNano() / NANOS_PER_MICRO))
                .orElse(OptionalLong.empty());
    }
}
