package io.millrace.table;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import io.millrace.table.internal.Tables;

/** Opens tables. */
public final class EventTables {
    /**
     * How a writer uses a table.
     *
     * @param writer
     *            its name in the log and in {@code _written_by}: lower-case letters and dashes
     * @param dedupHorizon
     *            how long, by ingestion time, a key is guaranteed to be recognised again
     * @param keyIndexBytes
     *            how much memory the key index may hold, in bytes
     */
    public record WriterOptions(String writer, Duration dedupHorizon, long keyIndexBytes) {}

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
    public record UpkeepOptions(
            String writer,
            long targetFileBytes,
            int minFiles,
            long maxBytes,
            Duration vacuumRetention,
            Duration logRetention) {
        private static final Duration SHORTEST = Duration.ofHours(1);

        public UpkeepOptions {
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

    private EventTables() {}

    /**
     * Opens a table, which need not exist yet: the first merge makes it.
     *
     * @param location
     *            where it lies
     * @param shape
     *            its columns, from the contract
     */
    public static EventTable open(TableLocation location, TableShape shape, WriterOptions options) {
        return Tables.open(location, shape, options);
    }

    /** Opens a table in a local folder. */
    public static EventTable open(Path folder, TableShape shape, WriterOptions options) {
        return open(new TableLocation.Folder(folder), shape, options);
    }

    /**
     * Opens the upkeep of a table, which need not exist yet.
     *
     * @param location
     *            where the table lies
     * @param shape
     *            its columns, from the contract
     */
    public static TableUpkeep upkeep(TableLocation location, TableShape shape, UpkeepOptions options) {
        return Tables.upkeep(location, shape, options, Clock.systemUTC());
    }

    /** Opens the upkeep of a table in a local folder. */
    public static TableUpkeep upkeep(Path folder, TableShape shape, UpkeepOptions options) {
        return upkeep(new TableLocation.Folder(folder), shape, options);
    }

    /**
     * Deletes a table with everything that lies in its folder, the log first; does nothing when there is none. Safe to
     * repeat after an attempt that did not come to its end. Nobody may write to the table meanwhile or later by what they
     * knew of it.
     *
     * @throws TableUnavailableException
     *             when the storage refuses; some of it may be deleted
     */
    public static void delete(TableLocation location) {
        Tables.delete(location);
    }

    /** Opens a table to look at it. The table need not be known by any contract. */
    public static TableReader read(TableLocation location) {
        return Tables.read(location);
    }

    /** Opens a table in a local folder to look at it. */
    public static TableReader read(Path folder) {
        return read(new TableLocation.Folder(folder));
    }
}
