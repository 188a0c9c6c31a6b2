package io.millrace.table;

import java.time.Duration;

/**
 * Options of table maintenance.
 *
 * @param writer
 *            its name in the log: lower-case letters, digits and dashes, beginning with a letter
 * @param targetFileBytes
 *            size that a file should reach, in bytes, 1 or more; files below half of it count as small
 * @param minFiles
 *            number of small files in a partition from which on they are compacted, 2 or more
 * @param maxBytes
 *            upper limit of the bytes that one compaction reads, {@code targetFileBytes} or more
 * @param vacuumRetention
 *            how long an unused file stays, an hour or more; must be longer than any merge or query takes
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
