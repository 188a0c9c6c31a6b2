package io.millrace.table;

import java.nio.file.Path;
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

    /** Opens a table to look at it. The table need not be known by any contract. */
    public static TableReader read(TableLocation location) {
        return Tables.read(location);
    }

    /** Opens a table in a local folder to look at it. */
    public static TableReader read(Path folder) {
        return read(new TableLocation.Folder(folder));
    }
}
