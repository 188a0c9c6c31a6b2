package io.millrace.table.internal.maintenance;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.millrace.table.TableMaintenance.DroppedDays;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.LogFolder;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.storage.TableStorage;

/**
 * Removes the files of days that are over for longer than a table keeps them, in one commit and without reading a file. A day
 * is removed as a whole or not at all. Its age is measured in {@link TableTime}: no clock of one process can remove it early.
 */
final class ExpiredDays {
    private static final int MAX_ATTEMPTS = 20;
    /** By this part of the time for which days are kept, one commit ages a table at most. */
    private static final int STEPS = 8;

    private final TableStorage io;
    private final String location;
    private final DeltaLog log;
    private final Clock clock;

    ExpiredDays(TableStorage io, String location, DeltaLog log, Clock clock) {
        this.io = io;
        this.location = location;
        this.log = log;
        this.clock = clock;
    }

    DroppedDays drop(String dateColumn, Duration keep) throws IOException {
        log.advance();
        for (int attempt = 1; attempt <= MAX_ATTEMPTS && log.state().isPresent(); attempt++) {
            TableTime time = TableTime.of(LogFolder.read(io, location).commits(), keep.dividedBy(STEPS));
            Set<String> days = new TreeSet<>();
            List<ActiveFile> expired = new ArrayList<>();
            for (ActiveFile file : log.state().map(TableState::files).orElseThrow().values()) {
                String day = file.partitionValues().get(dateColumn);
                if (day != null && time.hasPassedSinceMoment(keep, end(day))) {
                    days.add(day);
                    expired.add(file);
                }
            }
            if (expired.isEmpty()) {
                return DroppedDays.NONE;
            }
            DroppedDays dropped = new DroppedDays(days.size(), expired.size(),
                    expired.stream().mapToLong(ActiveFile::size).sum());
            long now = clock.millis();
            CommitResult result = log.tryCommit(
                    expired.stream().<LogAction>map(file -> new LogAction.RemoveFile(file, now, true)).toList());
            if (result instanceof CommitResult.Committed) {
                return dropped;
            }
            // After a conflict or an unknown result, the files that are still there are counted again.
            log.backOff(attempt);
            log.advance();
        }
        return DroppedDays.NONE;
    }

    /** When a day is over, in milliseconds since the epoch. */
    private static long end(String day) {
        return LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
