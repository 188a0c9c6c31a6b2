package io.millrace.table.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.millrace.table.EventTable;
import io.millrace.table.EventTables;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;

/** Puts tables on a local file system together. */
public final class LocalTables {
    private static final long MICROS_PER_MILLI = 1_000L;

    private static final TableShape.KeyColumns NO_KEY = new TableShape.KeyColumns("", "", Optional.empty());

    private LocalTables() {}

    /** See {@link EventTables#open}. */
    public static EventTable open(Path folder, TableShape shape, EventTables.WriterOptions options) {
        return open(folder, shape, options, new LocalFileIO());
    }

    static EventTable open(Path folder, TableShape shape, EventTables.WriterOptions options, FileIO io) {
        String location = folder.toAbsolutePath().normalize().toString();
        DataFiles files = new DataFiles(io, location, Clock.systemUTC());
        KeyScan scan = new KeyScan(files, shape.keys().orElse(NO_KEY));
        return new DeltaEventTable(location, new KernelLog(io, location, options.writer()), files, shape,
                new KeyIndex(scan, options.keyIndexBytes()), new KeyLookup(scan),
                options.dedupHorizon().toMillis() * MICROS_PER_MILLI);
    }

    /** See {@link EventTables#read}. */
    public static TableReader read(Path folder) {
        String location = folder.toAbsolutePath().normalize().toString();
        LocalFileIO io = new LocalFileIO();
        return new DeltaTableReader(location, new KernelLog(io, location, "reader"),
                new DataFiles(io, location, Clock.systemUTC()), io);
    }
}
