package io.millrace.table.internal.maintenance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.TableState;
import org.jspecify.annotations.Nullable;

/**
 * Finds the partitions of a version that hardly change any more: partitions of a past day, or, in a table without a date among
 * its partition columns, partitions without a new file for an hour. Affects only which files are worth a compaction.
 */
final class ClosedPartitions {
    private static final Duration GRACE = Duration.ofHours(1);
    private static final long MICROS_PER_MILLI = 1_000L;

    private final Optional<String> dateColumn;
    private final Instant until;
    private final Map<Map<String, @Nullable String>, Long> newest = new HashMap<>();

    private ClosedPartitions(Optional<String> dateColumn, Instant until) {
        this.dateColumn = dateColumn;
        this.until = until;
    }

    /**
     * The partitions of a version.
     *
     * @param clock
     *            of this process; a table whose events were ingested earlier than it says goes by their time
     */
    static ClosedPartitions of(TableState state, Clock clock) {
        Collection<ActiveFile> files = state.files().values();
        Optional<String> date = state.columns().stream()
                .filter(c -> c.type() instanceof ColumnType.Date && state.partitionColumns().contains(c.name()))
                .map(Column::name).findFirst();
        OptionalLong ingested = files.stream().flatMapToLong(file -> file.newestIngestMicros().stream()).max();
        long now = Math.min(clock.millis(), ingested.orElse(Long.MAX_VALUE) / MICROS_PER_MILLI);
        ClosedPartitions closed = new ClosedPartitions(date,
                (date.isPresent() ? Instant.ofEpochMilli(now) : clock.instant()).minus(GRACE));
        files.forEach(file -> closed.newest.merge(file.partitionValues(), file.modifiedAt(), Math::max));
        return closed;
    }

    /** Whether the partition of a file is closed. */
    boolean has(ActiveFile file) {
        if (dateColumn.isEmpty()) {
            return newest.getOrDefault(file.partitionValues(), Long.MAX_VALUE) < until.toEpochMilli();
        }
        String date = file.partitionValues().get(dateColumn.get());
        return date == null || date.isEmpty()
                || LocalDate.parse(date).isBefore(LocalDate.ofInstant(until, ZoneOffset.UTC));
    }
}
