package io.millrace.table.internal;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.StructType;
import io.millrace.table.mapping.MetadataColumns;
import org.jspecify.annotations.Nullable;

/** Log actions as Kernel's rows. */
final class LogActions {
    private static final Pattern NEWEST_INGEST = Pattern
            .compile("\"maxValues\"\\s*:\\s*\\{[^}]*\"" + MetadataColumns.INGESTED_AT + "\"\\s*:\\s*\"([^\"]+)\"");
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private LogActions() {}

    static Row mark(String applicationId, long value, long nowMillis) {
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
    static Row add(LiveFile file, StructType schema, DataFileStatistics stats, boolean dataChange) {
        return SingleAction.createAddFileSingleAction(AddFile.createAddFileRow(schema, file.path(),
                VectorUtils.stringStringMapValue(file.partitionValues()), file.size(), file.modifiedAt(), dataChange,
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(stats)));
    }

    /**
     * Removes a file.
     *
     * @param dataChange
     *            whether its rows leave the table
     */
    static Row remove(LiveFile file, long nowMillis, boolean dataChange) {
        Row add = AddFile.createAddFileRow(new StructType(), file.path(),
                VectorUtils.stringStringMapValue(file.partitionValues()), file.size(), file.modifiedAt(), dataChange,
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return SingleAction
                .createRemoveFileSingleAction(new AddFile(add).toRemoveFileRow(dataChange, Optional.of(nowMillis)));
    }

    static LiveFile file(Row addRow) {
        AddFile add = new AddFile(addRow);
        if (add.getDeletionVector().isPresent()) {
            throw new IllegalStateException("file " + add.getPath() + " has a deletion vector");
        }
        Map<String, @Nullable String> partition = VectorUtils.<String, @Nullable String>toJavaMap(
                add.getPartitionValues());
        return new LiveFile(add.getPath(), partition, add.getSize(), add.getModificationTime(),
                add.getNumRecords().orElse(-1L), newestIngest(add.getStatsJson()));
    }

    /**
     * A pattern, not a JSON parser: it runs for every file of the table, and only ever widens what is looked at. Some
     * writers cut a time to its millisecond, so the next one is the bound.
     */
    private static OptionalLong newestIngest(Optional<String> stats) {
        Matcher matcher = NEWEST_INGEST.matcher(stats.orElse(""));
        if (!matcher.find()) {
            return OptionalLong.empty();
        }
        java.time.Instant instant = java.time.OffsetDateTime.parse(matcher.group(1)).toInstant();
        return OptionalLong.of(instant.plusMillis(1).getEpochSecond() * MICROS_PER_SECOND
                + instant.plusMillis(1).getNano() / 1_000L);
    }
}
