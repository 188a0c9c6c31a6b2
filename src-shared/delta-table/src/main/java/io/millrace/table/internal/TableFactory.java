package io.millrace.table.internal;

import java.time.Clock;
import java.util.Optional;

import io.millrace.table.EventTable;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableLocation;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.WriterOptions;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.index.KeyIndex;
import io.millrace.table.internal.index.KeyLookup;
import io.millrace.table.internal.index.KeyReader;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.TableErrors;
import io.millrace.table.internal.log.kernel.CommittedFiles;
import io.millrace.table.internal.log.kernel.KernelHistory;
import io.millrace.table.internal.log.kernel.KernelLog;
import io.millrace.table.internal.maintenance.Compaction;
import io.millrace.table.internal.maintenance.DeltaTableMaintenance;
import io.millrace.table.internal.maintenance.ExpiredRows;
import io.millrace.table.internal.maintenance.Repartition;
import io.millrace.table.internal.maintenance.TableRemoval;
import io.millrace.table.internal.merge.DeltaEventTable;
import io.millrace.table.internal.read.DeltaTableReader;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.internal.storage.ReportingStorage;
import io.millrace.table.internal.storage.S3Clients;
import io.millrace.table.internal.storage.S3Path;
import io.millrace.table.internal.storage.S3Storage;
import io.millrace.table.internal.storage.TableStorage;

/** Assembles tables, their maintenance and their readers. */
public final class TableFactory {
    private static final long MICROS_PER_MILLI = 1_000L;
    /** Concurrent S3 requests of one table. A round trip takes some 20 ms, most of it waiting. */
    private static final int REQUESTS_AT_ONCE = 16;

    private static final TableShape.KeyColumns NO_KEY = new TableShape.KeyColumns("", "", Optional.empty());

    private TableFactory() {}

    /** See EventTables#open. */
    public static EventTable open(TableLocation where, TableShape shape, WriterOptions options) {
        return open(location(where), shape, options, storage(where), calls(where), Clock.systemUTC());
    }

    /** See EventTables#open. */
    public static EventTable open(TableLocation where, TableShape shape, WriterOptions options, Runnable onProgress) {
        return open(location(where), shape, options, new ReportingStorage(storage(where), onProgress), calls(where),
                Clock.systemUTC());
    }

    static EventTable open(String location, TableShape shape, WriterOptions options, TableStorage io,
            BoundedParallelIo calls, Clock clock) {
        DataFiles files = new DataFiles(io, location, clock, calls);
        KeyReader scan = new KeyReader(files, shape.keys().orElse(NO_KEY));
        return new DeltaEventTable(location, new KernelLog(io, location, options.writer()), files, shape,
                new KeyIndex(scan, options.keyIndexBytes()), new KeyLookup(scan),
                options.dedupHorizon().toMillis() * MICROS_PER_MILLI, clock);
    }

    /**
     * See EventTables#maintenance.
     *
     * @param clock
     *            gives the time that commits carry
     */
    public static TableMaintenance maintenance(TableLocation where, TableShape shape, MaintenanceOptions options,
            Clock clock) {
        return maintenance(location(where), shape, options, storage(where), clock);
    }

    /** See EventTables#maintenance. */
    public static TableMaintenance maintenance(TableLocation where, TableShape shape, MaintenanceOptions options,
            Runnable onProgress) {
        return maintenance(location(where), shape, options, new ReportingStorage(storage(where), onProgress),
                Clock.systemUTC());
    }

    static TableMaintenance maintenance(String location, TableShape shape, MaintenanceOptions options,
            TableStorage io, Clock clock) {
        DeltaLog log = new KernelLog(io, location, options.writer());
        DataFiles files = new DataFiles(io, location, clock);
        return new DeltaTableMaintenance(location, log, new Compaction(location, log, files, shape, options, clock),
                new Repartition(location, log, DataFiles.waiting(io, location, clock), shape,
                        options.targetFileBytes(), clock),
                new ExpiredRows(location, io, log, files, shape, clock), io, new CommittedFiles(io, location), options,
                clock);
    }

    /** See EventTables#read. */
    public static TableReader read(TableLocation where) {
        return read(location(where), storage(where));
    }

    /** See EventTables#read. */
    public static TableReader read(TableLocation where, Runnable onProgress) {
        return read(location(where), new ReportingStorage(storage(where), onProgress));
    }

    private static TableReader read(String location, TableStorage io) {
        return new DeltaTableReader(location, new KernelLog(io, location, "reader"),
                new DataFiles(io, location, Clock.systemUTC()), new KernelHistory(io, location),
                new CommittedFiles(io, location));
    }

    /** See EventTables#delete. */
    public static void delete(TableLocation where, Runnable onProgress) {
        String location = location(where);
        TableStorage io = new ReportingStorage(storage(where), onProgress);
        var unused = new TableErrors(location).attempt("delete the table",
                () -> new TableRemoval(io, location, calls(where)).run());
    }

    private static String location(TableLocation where) {
        return switch (where) {
            case TableLocation.Folder folder -> folder.path().toAbsolutePath().normalize().toString();
            case TableLocation.S3Bucket bucket -> new S3Path(bucket.bucket(), bucket.prefix()).toString();
        };
    }

    private static BoundedParallelIo calls(TableLocation where) {
        return switch (where) {
            case TableLocation.Folder folder -> BoundedParallelIo.IN_TURN;
            case TableLocation.S3Bucket bucket -> new BoundedParallelIo(REQUESTS_AT_ONCE);
        };
    }

    private static TableStorage storage(TableLocation where) {
        return switch (where) {
            case TableLocation.Folder folder -> new LocalStorage();
            case TableLocation.S3Bucket bucket -> new S3Storage(S3Clients.of(bucket.options()));
        };
    }
}
