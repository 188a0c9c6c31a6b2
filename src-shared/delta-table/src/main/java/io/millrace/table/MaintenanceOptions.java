package io.millrace.table;

import java.time.Duration;

/**
 * How upkeep treats a table.
 *
 * @param writer
 *            its name in the log: lower-case letters and dashes
 * @param targetFileBytes
 *            how large a file is to become, in bytes; files below half of it are small
 * @param minFiles
 *            so many small files of a partition are worth a compaction, 2 or more
 * @param maxBytes
 *            the most bytes that one compaction reads, {@code targetFileBytes} or more
 * @param vacuumRetention
 *            how long an unused file stays, an hour or more: longer than any merge or any query takes
 * @param logRetention
 *            how long a version stays readable, {@code vacuumRetention} or more
 */
public record MaintenanceOptions(
        String writer,
        long targetFileBytes,
        int minFiles,
        long maxBytes,
        Duration vacuumRetention,
        Duration logRetention) {
    private static final Duration SHORTEST = Duration.ofHours(1);

    public MaintenanceOptions {
        WriterOptions.checkName(writer);
        if (targetFileBytes < 1 || maxBytes < targetFileBytes || minFiles < 2) {
            throw new IllegalArgumentException("compaction cannot make files of " + targetFileBytes + " bytes from "
                    + minFiles + " files and at most " + maxBytes + " bytes");
        }
        if (vacuumRetention.compareTo(SHORTEST) < 0 || logRetention.compareTo(vacuumRetention) < 0) {
            throw new IllegalArgumentException("unused files must stay for " + SHORTEST + " or more, not "
                    + vacuumRetention + ", and the log at least as long, not " + logRetention);
        }
    }
}
