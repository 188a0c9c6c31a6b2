package io.millrace.table.internal.maintenance;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.millrace.table.ColumnType;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableShape;
import io.millrace.table.TableUnavailableException;
import io.millrace.table.TableMaintenance.Expired;
import io.millrace.table.internal.log.Backoff;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.LogFolder;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.log.kernel.KernelActions;
import org.jspecify.annotations.Nullable;

/**
 * Drops partitions by their date.
 *
 * <p>
 * Here a date of the calendar decides, not a span, so three clocks must agree: today is the earliest of this process's
 * clock, the {@link TableTime}, and the newest ingestion time in the table, which the gateway gave. A day is taken off
 * it, as much as one leap of the storage's clock can add to the table's time. One clock that is ahead therefore drops
 * nothing early; one that is behind drops it late.
 */
public final class Expiry {
    private static final int MAX_ATTEMPTS = 50;
    private static final Duration STEP = Duration.ofDays(1);
    private static final long MICROS_PER_MILLI = 1_000L;

    private final FileIO io;
    private final String location;
    private final DeltaLog log;
    private final TableShape wanted;
    private final Clock clock;

    public Expiry(FileIO io, String location, DeltaLog log, TableShape wanted, Clock clock) {
        this.io = io;
        this.location = location;
        this.log = log;
        this.wanted = wanted;
        this.clock = clock;
    }

    Expired run(String dateColumn, int days) throws IOException {
        if (days < 1) {
            throw new IllegalArgumentException("partitions expire after 1 day or more, not " + days);
        }
        if (wanted.keys().isPresent()) {
            throw new TableRefusedException(location, "its rows have keys, and an event whose row is dropped would be"
                    + " new when it is sent again. Only a table that is appended to can expire.");
        }
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            log.advance();
            TableState state = log.state().orElse(null);
            List<ActiveFile> old = state == null ? List.of() : old(state, dateColumn, days);
            if (old.isEmpty()) {
                return new Expired(0, 0, 0, 0);
            }
            List<Row> removals = old.stream().map(file -> KernelActions.remove(file, clock.millis(), true)).toList();
            switch (log.tryCommit(removals)) {
                case CommitResult.Committed committed -> {
                    return summed(old);
                }
                case CommitResult.Conflict lost -> Backoff.after(attempt);
                // Tried again, it removes what is still there: nothing, if this attempt did come through.
                case CommitResult.Undetermined failure -> Backoff.after(attempt);
            }
        }
        throw new TableUnavailableException("drop expired partitions", location,
                new IOException("no commit came through in " + MAX_ATTEMPTS + " attempts"));
    }

    private List<ActiveFile> old(TableState state, String dateColumn, int days) throws IOException {
        boolean isDate = state.partitionColumns().contains(dateColumn) && state.columns().stream()
                .anyMatch(c -> c.name().equals(dateColumn) && c.type() instanceof ColumnType.Date);
        if (!isDate) {
            throw new TableRefusedException(location, "no column " + dateColumn
                    + " of type date partitions it, so that nothing can expire by it.");
        }
        LocalDate first = LocalDate.ofEpochDay(Math.floorDiv(today(state), Duration.ofDays(1).toMillis()) - days);
        return state.files().values().stream().filter(file -> isBefore(file.partitionValues().get(dateColumn), first))
                .toList();
    }

    private static boolean isBefore(@Nullable String date, LocalDate first) {
        return date != null && !date.isEmpty() && LocalDate.parse(date).isBefore(first);
    }

    private long today(TableState state) throws IOException {
        OptionalLong ingested = state.files().values().stream()
                .flatMapToLong(file -> file.newestIngestMicros().stream()).max();
        long now = Math.min(clock.millis(), TableTime.of(LogFolder.read(io, location).commits(), STEP).now());
        return Math.min(now, ingested.isPresent() ? ingested.getAsLong() / MICROS_PER_MILLI : now) - STEP.toMillis();
    }

    private static Expired summed(List<ActiveFile> files) {
        Map<Map<String, @Nullable String>, List<ActiveFile>> partitions = files.stream()
                .collect(Collectors.groupingBy(ActiveFile::partitionValues));
        return new Expired(partitions.size(), files.size(), files.stream().mapToLong(f -> Math.max(0, f.rows())).sum(),
                files.stream().mapToLong(ActiveFile::size).sum());
    }
}
