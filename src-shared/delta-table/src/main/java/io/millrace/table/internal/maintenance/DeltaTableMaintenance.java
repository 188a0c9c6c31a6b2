package io.millrace.table.internal.maintenance;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableMaintenance;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.TableErrors;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.log.TouchedFiles;
import io.millrace.table.internal.storage.TableStorage;

/** Maintains a Delta table, with its own view of the log. */
public final class DeltaTableMaintenance implements TableMaintenance {
    /** Name under which a vacuum records a number to make a version without changes. */
    private static final String VACUUM_MARK = "millrace-vacuum";
    private static final int MAX_ATTEMPTS = 20;

    private final TableErrors attempts;
    private final DeltaLog log;
    private final Compaction compaction;
    private final Vacuum vacuum;
    private final TouchedFiles touched;
    private final LogCleanUp logCleanUp;
    private final Repartition repartition;
    private final ExpiredRows expiredRows;
    private final ExpiredDays expired;
    private final Clock clock;

    /**
     * @param location
     *            the location of the table
     * @param log
     *            its log
     * @param compaction
     *            compacts its data files
     * @param repartition
     *            partitions it by other columns
     * @param expiredRows
     *            removes rows
     * @param touched
     *            finds the files that commits added or removed
     * @param clock
     *            gives the time that commits carry
     */
    public DeltaTableMaintenance(String location, DeltaLog log, Compaction compaction,
            Repartition repartition, ExpiredRows expiredRows, TableStorage io, TouchedFiles touched,
            MaintenanceOptions options, Clock clock) {
        this.attempts = new TableErrors(location);
        this.log = log;
        this.compaction = compaction;
        this.repartition = repartition;
        this.expiredRows = expiredRows;
        this.clock = clock;
        this.vacuum = new Vacuum(io, location, options.vacuumRetention());
        this.touched = touched;
        this.expired = new ExpiredDays(io, location, log, clock);
        this.logCleanUp = new LogCleanUp(io, location, options.logRetention());
    }

    @Override
    public synchronized Compacted compact() {
        return attempts.attempt("compact files", compaction::run);
    }

    @Override
    public synchronized Vacuumed vacuum() {
        return attempts.attempt("remove unused files", () -> exists()
                ? vacuum.run(log.state().orElseThrow(), touched, this::next)
                : new Vacuumed(0, 0, 0));
    }

    @Override
    public synchronized LogCleaned cleanUpLog() {
        return attempts.attempt("clean up the log", () -> exists() ? logCleanUp.run() : new LogCleaned(0, -1));
    }

    @Override
    public synchronized Repartitioned repartition(List<String> partitionColumns) {
        return attempts.attempt("repartition", () -> repartition.run(List.copyOf(partitionColumns)));
    }

    @Override
    public synchronized DroppedDays dropDays(String dateColumn, Duration keep) {
        if (!keep.isPositive()) {
            throw new IllegalArgumentException("days must be kept for more than zero, not " + keep);
        }
        return attempts.attempt("drop expired days", () -> expired.drop(dateColumn, keep));
    }

    @Override
    public synchronized DroppedRows dropRows(RowExpiry expiry, Duration keep) {
        if (!keep.isPositive()) {
            throw new IllegalArgumentException("rows must be kept for more than zero, not " + keep);
        }
        return attempts.attempt("drop expired rows", () -> expiredRows.drop(expiry, keep));
    }

    /** Makes a version without changes, unless another writer makes a version meanwhile. */
    private TableState next() throws IOException {
        long version = newest().version();
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            var unused = log.tryCommit(List.of(new LogAction.SetTransaction(VACUUM_MARK, version, clock.millis())));
            TableState now = newest();
            if (now.version() > version) {
                return now;
            }
            log.backOff(attempt);
        }
        throw new IOException("no version above " + version + " was made in " + MAX_ATTEMPTS + " attempts");
    }

    private TableState newest() throws IOException {
        log.advance();
        return log.state().orElseThrow(() -> new IOException("the table is gone"));
    }

    /** Reads the newest version, which also refuses an unsupported table before anything of it is removed. */
    private boolean exists() throws IOException {
        log.advance();
        return log.state().isPresent();
    }

    @Override
    public void close() {
        log.close();
    }
}
