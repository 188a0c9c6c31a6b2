package io.millrace.bench.simulation.table;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;

import io.millrace.bench.simulation.schedule.Scheduler;
import io.millrace.bench.simulation.storage.MemoryStorage;
import io.millrace.bench.simulation.storage.SimulatedStorage;
import io.millrace.table.EventTable;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.index.KeyIndex;
import io.millrace.table.internal.index.KeyLookup;
import io.millrace.table.internal.index.KeyReader;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.kernel.CommittedFiles;
import io.millrace.table.internal.log.kernel.KernelHistory;
import io.millrace.table.internal.log.kernel.KernelLog;
import io.millrace.table.internal.maintenance.Compaction;
import io.millrace.table.internal.maintenance.DeltaTableMaintenance;
import io.millrace.table.internal.maintenance.ExpiredRows;
import io.millrace.table.internal.maintenance.Repartition;
import io.millrace.table.internal.merge.DeltaEventTable;
import io.millrace.table.internal.read.DeltaTableReader;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.TableStorage;

/** Opens tables of a simulation: the real table code, assembled as {@code TableFactory} does, on a simulated storage. */
public final class SimulatedTables {
    /** For which upkeep leaves the files of replaced versions. */
    public static final Duration RETENTION = Duration.ofHours(1);

    /** Memory of the key index, one of which is drawn: none, room for some keys, and for all, which is drawn more often. */
    private static final List<Long> INDEX_BYTES = List.of(0L, 6_200L, 1L << 20, 1L << 20);
    private static final long FILE_BYTES = 1 << 20;
    private static final long HORIZON_MICROS = Duration.ofDays(36_500).toMillis() * 1_000L;
    /** So far back that no file is within it: no key is ever looked up. */
    private static final long NO_HORIZON = Long.MIN_VALUE / 4;
    private static final TableShape.KeyColumns NO_KEY = new TableShape.KeyColumns("", "", Optional.empty());

    private final Scheduler scheduler;
    private final Set<Guard> off;
    private final Clock clock;
    private final TableStorage io;
    private final Supplier<UUID> names;
    private final int checkpointInterval;
    private final long indexBytes;

    /**
     * @param off
     *            the guards that are off
     * @param stored
     *            hears of every commit
     * @param seed
     *            of the names of files
     * @param checkpointInterval
     *            number of versions from one checkpoint to the next, of tables that are created
     */
    public SimulatedTables(MemoryStorage files, Scheduler scheduler, Set<Guard> off, Clock clock,
            SimulatedStorage.Stored stored, long seed, int checkpointInterval) {
        this.checkpointInterval = checkpointInterval;
        this.scheduler = scheduler;
        this.off = Set.copyOf(off);
        this.clock = clock;
        this.io = new SimulatedStorage(off.contains(Guard.PUT_IF_ABSENT) ? new OverwritingStorage(files) : files,
                scheduler, stored);
        SplittableRandom random = new SplittableRandom(seed);
        this.indexBytes = INDEX_BYTES.get(random.nextInt(INDEX_BYTES.size()));
        this.names = () -> new UUID(random.nextLong(), random.nextLong());
    }

    private DeltaLog log(String location, String writer) {
        return new SimulatedLog(new KernelLog(io, location, writer, checkpointInterval, scheduler.background()),
                scheduler, off);
    }

    /** Whether a guard is off. */
    public boolean isOff(Guard guard) {
        return off.contains(guard);
    }

    /** Opens a table for a writer. */
    public EventTable open(String location, TableShape shape, String writer) {
        DataFiles files = new DataFiles(io, location, clock, BoundedParallelIo.IN_TURN, names);
        KeyReader scan = new KeyReader(files, shape.keys().orElse(NO_KEY));
        return new DeltaEventTable(location, log(location, writer), files, shape, new KeyIndex(scan, indexBytes, 1),
                new KeyLookup(scan), off.contains(Guard.KEY_CHECK) ? NO_HORIZON : HORIZON_MICROS, clock);
    }

    /** Opens a reader of a table. */
    public TableReader read(String location) {
        return new DeltaTableReader(location, log(location, "reader"), new DataFiles(io, location, clock),
                new KernelHistory(io, location), new CommittedFiles(io, location));
    }

    /** Opens the maintenance of a table. */
    public TableMaintenance maintenance(String location, TableShape shape) {
        MaintenanceOptions options = new MaintenanceOptions("upkeep", FILE_BYTES, 2, FILE_BYTES, RETENTION, RETENTION);
        DeltaLog log = log(location, options.writer());
        DataFiles files = new DataFiles(io, location, clock, BoundedParallelIo.IN_TURN, names);
        TableMaintenance maintenance = new DeltaTableMaintenance(location, log,
                new Compaction(location, log, files, shape, options, clock),
                new Repartition(location, log, DataFiles.waiting(io, location, clock), shape, FILE_BYTES, clock),
                new ExpiredRows(location, io, log, files, shape, clock), io, new CommittedFiles(io, location), options,
                clock);
        return off.contains(Guard.VACUUM_RETENTION)
                ? new EagerVacuum(maintenance, io, location, () -> version(location))
                : maintenance;
    }

    /** A look at the newest version of a table, and its files; for readers that hold on to a version. */
    public TableVersion version(String location) {
        return TableVersion.read(location, log(location, "reader"), new DataFiles(io, location, clock).reader());
    }
}
