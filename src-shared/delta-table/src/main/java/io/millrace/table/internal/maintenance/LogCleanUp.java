package io.millrace.table.internal.maintenance;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

import io.millrace.table.TableMaintenance.LogCleaned;
import io.millrace.table.internal.log.LogFolder;
import io.millrace.table.internal.storage.TableStorage;

/**
 * Removes the old part of the log. All versions within the retention stay readable. The oldest of them is the newest version
 * that is older than the retention, since it was current when the retention began; reading it needs the checkpoint at or below
 * it and every commit from there on. Everything below that checkpoint is removed.
 *
 * <p>
 * Commits are removed in ascending order. So a writer that was suspended for longer than the retention finds that the commit of
 * its own version is gone, before it takes the missing commit after it for the end of the log.
 */
final class LogCleanUp {
    private static final int STEPS = 4;

    private final TableStorage io;
    private final String location;
    private final Duration retention;

    LogCleanUp(TableStorage io, String location, Duration retention) {
        this.io = io;
        this.location = location;
        this.retention = retention;
    }

    LogCleaned run() throws IOException {
        LogFolder folder = LogFolder.read(io, location);
        OptionalLong from = firstNeeded(folder);
        if (from.isEmpty()) {
            return new LogCleaned(0, folder.firstReadable());
        }
        int removed = 0;
        for (var version : folder.files().headMap(from.getAsLong()).entrySet()) {
            for (String file : version.getValue()) {
                removed += io.delete(file) ? 1 : 0;
            }
        }
        return new LogCleaned(removed, from.getAsLong());
    }

    private OptionalLong firstNeeded(LogFolder folder) {
        TableTime time = TableTime.of(folder.commits(), retention.dividedBy(STEPS));
        OptionalLong currentAtBegin = OptionalLong.empty();
        for (long version : folder.commits().keySet()) {
            if (!time.hasPassed(retention, version)) {
                break;
            }
            currentAtBegin = OptionalLong.of(version);
        }
        return currentAtBegin.isEmpty() ? currentAtBegin : folder.checkpointAtOrBelow(currentAtBegin.getAsLong());
    }
}
