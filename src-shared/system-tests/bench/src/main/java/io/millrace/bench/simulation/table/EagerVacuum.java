package io.millrace.bench.simulation.table;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.millrace.table.TableMaintenance;
import io.millrace.table.internal.log.TableErrors;
import io.millrace.table.internal.storage.FileInfo;
import io.millrace.table.internal.storage.TableStorage;

/** Maintenance whose vacuum deletes every data file at once that the newest version does not have. */
final class EagerVacuum implements TableMaintenance {
    private final TableMaintenance maintenance;
    private final TableStorage io;
    private final String location;
    private final Supplier<TableVersion> newest;

    EagerVacuum(TableMaintenance maintenance, TableStorage io, String location, Supplier<TableVersion> newest) {
        this.maintenance = maintenance;
        this.io = io;
        this.location = location;
        this.newest = newest;
    }

    @Override
    public Vacuumed vacuum() {
        return new TableErrors(location).attempt("remove unused files", this::deleteUnused);
    }

    private Vacuumed deleteUnused() throws IOException {
        Set<String> used = new HashSet<>();
        newest.get().files().forEach(file -> used.add(file.pathIn(location)));
        List<FileInfo> unused = new ArrayList<>();
        io.walk(location, file -> {
            if (file.path().endsWith(".zstd.parquet") && !used.contains(file.path())) {
                unused.add(file);
            }
        });
        for (FileInfo file : unused) {
            io.delete(file.path());
        }
        return new Vacuumed(unused.size(), 0, 0);
    }

    @Override
    public Compacted compact() {
        return maintenance.compact();
    }

    @Override
    public LogCleaned cleanUpLog() {
        return maintenance.cleanUpLog();
    }

    @Override
    public Repartitioned repartition(List<String> partitionColumns) {
        return maintenance.repartition(partitionColumns);
    }

    @Override
    public DroppedDays dropDays(String dateColumn, Duration keep) {
        return maintenance.dropDays(dateColumn, keep);
    }

    @Override
    public DroppedRows dropRows(RowExpiry expiry, Duration keep) {
        return maintenance.dropRows(expiry, keep);
    }

    @Override
    public void close() {
        maintenance.close();
    }
}
