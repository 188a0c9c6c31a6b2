package io.millrace.table.factory;

import java.nio.file.Path;
import java.time.Clock;

import io.millrace.table.EventTable;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableLocation;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.TableUnavailableException;
import io.millrace.table.WriterOptions;
import io.millrace.table.internal.TableFactory;

/** Opens tables. */
public final class EventTables {
    private EventTables() {}

    /**
     * Opens a table for merging. A missing table is created by the first merge.
     *
     * @param location
     *            its location
     * @param shape
     *            its columns, from the contract
     */
    public static EventTable open(TableLocation location, TableShape shape, WriterOptions options) {
        return TableFactory.open(location, shape, options);
    }

    /**
     * The same, with reports of its progress.
     *
     * @param onProgress
     *            called after each call of the storage, also one that failed, in any thread; must not throw
     */
    public static EventTable open(TableLocation location, TableShape shape, WriterOptions options,
            Runnable onProgress) {
        return TableFactory.open(location, shape, options, onProgress);
    }

    /** Opens a table in a local folder. */
    public static EventTable open(Path folder, TableShape shape, WriterOptions options) {
        return open(new TableLocation.Folder(folder), shape, options);
    }

    /**
     * Opens the maintenance of a table, which need not exist yet.
     *
     * @param location
     *            the location of the table
     * @param shape
     *            its columns, from the contract
     */
    public static TableMaintenance maintenance(TableLocation location, TableShape shape, MaintenanceOptions options) {
        return TableFactory.maintenance(location, shape, options, Clock.systemUTC());
    }

    /**
     * The same, with reports of its progress.
     *
     * @param onProgress
     *            called after each call of the storage, also one that failed, and for each file that is found there, in any
     *            thread; must not throw
     */
    public static TableMaintenance maintenance(TableLocation location, TableShape shape, MaintenanceOptions options,
            Runnable onProgress) {
        return TableFactory.maintenance(location, shape, options, onProgress);
    }

    /** Opens the maintenance of a table in a local folder. */
    public static TableMaintenance maintenance(Path folder, TableShape shape, MaintenanceOptions options) {
        return maintenance(new TableLocation.Folder(folder), shape, options);
    }

    /**
     * Deletes a table with everything in its folder, the log first; does nothing when there is none. May be repeated after a
     * failed attempt. No writer may have the table open, now or later.
     *
     * @throws TableUnavailableException
     *             when the storage fails; parts of the table may be deleted
     */
    public static void delete(TableLocation location) {
        delete(location, () -> {});
    }

    /**
     * The same, with reports of its progress.
     *
     * @param onProgress
     *            called after each call of the storage, also one that failed, and for each file that is found there, in any
     *            thread; must not throw
     */
    public static void delete(TableLocation location, Runnable onProgress) {
        TableFactory.delete(location, onProgress);
    }

    /** Opens a table for reading. It needs no contract. */
    public static TableReader read(TableLocation location) {
        return TableFactory.read(location);
    }

    /**
     * The same, with reports of its progress.
     *
     * @param onProgress
     *            called after each call of the storage, also one that failed, in any thread; must not throw
     */
    public static TableReader read(TableLocation location, Runnable onProgress) {
        return TableFactory.read(location, onProgress);
    }

    /** Opens a table in a local folder for reading. */
    public static TableReader read(Path folder) {
        return read(new TableLocation.Folder(folder));
    }
}
