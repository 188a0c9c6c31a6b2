package io.millrace.batch.schedule;

import java.util.Map;
import java.util.TreeMap;

import jakarta.inject.Singleton;

import io.millrace.batch.audit.Audit;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.delete.StreamDeletion;
import io.millrace.batch.maintain.Maintenance;
import io.millrace.batch.merge.BatchMerge;
import io.millrace.batch.merge.OpenTables;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventTable;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableMaintenance;
import io.millrace.table.factory.EventTables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run over all streams: merges the records that the tables lack, audits the result, then maintains the tables. */
@Singleton
public class BatchRun {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

    private final ContractCatalog catalog;
    private final OpenTables tables;
    private final BatchMerge merge;
    private final Audit audit;
    private final BatchMetrics metrics;
    private final Maintenance maintenance;
    private final StreamDeletion deletion;
    private final BatchServiceConfig config;
    private volatile Map<StreamName, String> failures = Map.of();

    BatchRun(ContractCatalog catalog, OpenTables tables, BatchMerge merge, Audit audit, BatchMetrics metrics,
            Maintenance maintenance, StreamDeletion deletion, BatchServiceConfig config) {
        this.catalog = catalog;
        this.tables = tables;
        this.merge = merge;
        this.audit = audit;
        this.metrics = metrics;
        this.maintenance = maintenance;
        this.deletion = deletion;
        this.config = config;
    }

    /** Does a run. The failure of one stream does not affect the others. Returns whether all steps succeeded. */
    public synchronized boolean run() {
        boolean well = true;
        try {
            var unused = catalog.refresh();
        } catch (Throwable e) { // An Error too: the known streams are still merged.
            LOG.error("The contracts could not be refreshed; the run uses the known ones: {}", e.toString());
            well = false;
        }
        tables.streams().stream().filter(stream -> catalog.active(stream).isEmpty()).forEach(tables::close);
        Map<StreamName, String> failed = new TreeMap<>();
        for (StreamContracts contracts : catalog.streams().values()) {
            StreamName stream = contracts.latest().stream();
            try {
                well &= run(stream, contracts);
            } catch (Throwable e) { // An Error too: one stream must not stop the others.
                LOG.error("The run for stream {} failed; the next run tries again: {}", stream, e, e);
                failed.put(stream, String.valueOf(e));
                well = false;
            }
        }
        failures = Map.copyOf(failed);
        metrics.run(well);
        return well;
    }

    /** The cause of the last run's failure, by stream. */
    public Map<StreamName, String> failures() {
        return failures;
    }

    private boolean run(StreamName stream, StreamContracts contracts) {
        EventTable table = tables.open(contracts);
        merge.run(stream, table);
        boolean well = audit.run(stream, table, merge.chunkSize()) == 0;
        maintenance.afterRun(stream, () -> openUpkeep(contracts));
        return well;
    }

    /**
     * Takes each stream that is being deleted one step further. The failure of one stream does not affect the others. Returns
     * whether all steps succeeded.
     */
    public synchronized boolean deleteStreams() {
        Map<StreamName, StreamState.Deleting> pending;
        try {
            pending = deletion.pending();
        } catch (RuntimeException e) {
            LOG.debug("The registry did not tell which streams are being deleted: {}", e.getMessage());
            return false;
        }
        int failed = 0;
        for (var entry : pending.entrySet()) {
            StreamName stream = entry.getKey();
            try {
                deletion.step(stream, tables.location(stream), entry.getValue(),
                        () -> mergeForTheLastTime(stream, entry.getValue()), () -> tables.close(stream));
            } catch (Throwable e) { // An Error too: one stream must not stop the others.
                failed++;
                LOG.error("Stream {} cannot be deleted yet; the next run tries again: {}", stream, e, e);
            }
        }
        metrics.deletions(pending.size(), failed);
        return failed == 0;
    }

    private void mergeForTheLastTime(StreamName stream, StreamState.Deleting state) {
        catalog.refresh(stream, state).ifPresent(contracts -> merge.run(stream, tables.open(contracts)));
    }

    private TableMaintenance openUpkeep(StreamContracts contracts) {
        BatchServiceConfig.Upkeep wanted = config.batch().upkeep();
        return EventTables.maintenance(tables.location(contracts.latest().stream()),
                ContractTable.shape(contracts.latest()),
                new MaintenanceOptions(OpenTables.WRITER, wanted.targetFileBytes().asLongValue(), wanted.minFiles(),
                        wanted.maxBytes().asLongValue(), wanted.vacuumRetention(), wanted.logRetention()));
    }
}
