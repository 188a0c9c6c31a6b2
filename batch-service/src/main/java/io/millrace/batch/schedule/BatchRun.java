package io.millrace.batch.schedule;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.millrace.batch.audit.AuditBudget;
import io.millrace.batch.audit.BooksAudit;
import io.millrace.batch.audit.CpuClock;
import io.millrace.batch.audit.KeyRota;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.delete.StreamDeletion;
import io.millrace.batch.maintain.Maintenance;
import io.millrace.batch.maintain.RepeatedFailures;
import io.millrace.batch.merge.BatchMerge;
import io.millrace.batch.merge.LetterMerge;
import io.millrace.batch.merge.OpenTables;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.batch.metrics.RunStep;
import io.millrace.batch.signals.RunMarks;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.LastResort;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.landing.FailureKind;
import io.millrace.landing.StreamCalls;
import io.millrace.landing.StreamHangsException;
import io.millrace.landing.bronze.BronzeTable;
import io.millrace.landing.letters.LetterExpiry;
import io.millrace.landing.letters.LetterTable;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventTable;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableLocation;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableShape;
import io.millrace.table.factory.EventTables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run over all streams: brings the tables to the end of the topics, audits the result, then maintains the tables. */
@Singleton
public class BatchRun {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

    private final ContractCatalog catalog;
    private final OpenTables tables;
    private final BatchMerge merge;
    private final LetterMerge letters;
    private final KeyRota keys;
    private final BooksAudit books;
    private final AuditBudget auditBudget;
    private final CpuClock cpu;
    private final BatchMetrics metrics;
    private final Maintenance maintenance;
    private final StreamDeletion deletion;
    private final BatchServiceConfig config;
    private final RunMarks marks;
    private final StreamCalls calls;
    private final SupervisedTask task;
    private final LastResort lastResort;
    private final RepeatedFailures deletions = new RepeatedFailures("Deletion");
    private volatile Map<String, String> failures = Map.of();

    BatchRun(ContractCatalog catalog, OpenTables tables, BatchMerge merge, LetterMerge letters, KeyRota keys,
            BooksAudit books, AuditBudget auditBudget, CpuClock cpu, BatchMetrics metrics, Maintenance maintenance,
            StreamDeletion deletion, BatchServiceConfig config, RunMarks marks, StreamCalls calls,
            Supervision supervision, LastResort lastResort) {
        this.calls = calls;
        this.lastResort = lastResort;
        this.task = supervision.task("runs",
                "Check that the storage of its tables answers; the runs go on without the stream until then");
        this.marks = marks;
        this.catalog = catalog;
        this.tables = tables;
        this.merge = merge;
        this.letters = letters;
        this.keys = keys;
        this.books = books;
        this.auditBudget = auditBudget;
        this.cpu = cpu;
        this.metrics = metrics;
        this.maintenance = maintenance;
        this.deletion = deletion;
        this.config = config;
    }

    /**
     * Does a run. A stream that fails or hangs does not affect the others, except that none is tried while too many hang. Returns
     * whether all steps succeeded.
     */
    public synchronized boolean run() {
        Map<String, String> failed = new TreeMap<>();
        try {
            var unused = catalog.refresh();
        } catch (Throwable e) { // An Error too: the known streams are still merged.
            failed.put("task contracts", FailureKind.describe(e));
            LOG.error("The contracts could not be refreshed; the run uses the known ones: {}", FailureKind.describe(e),
                    e);
        }
        tables.streams().stream().filter(stream -> catalog.active(stream).isEmpty())
                .forEach(stream -> call(stream, failed, lane -> {
                    close(stream);
                    return Optional.empty();
                }));
        maintenance.keepOnly(catalog.streams().keySet());
        for (StreamContracts contracts : catalog.streams().values()) {
            StreamName stream = contracts.latest().stream();
            call(stream, failed, lane -> run(stream, contracts, lane));
        }
        if (calls.hanging().isEmpty()) {
            task.succeeded();
        }
        failures = Map.copyOf(failed);
        metrics.run(failed.isEmpty());
        return failed.isEmpty();
    }

    private void call(StreamName stream, Map<String, String> failed, StreamCalls.Call<Optional<String>> work) {
        try {
            calls.of(stream, work).ifPresent(found -> failed.put(stream.value(), found));
        } catch (CancellationException e) {
            failed.put(stream.value(), "The service ends");
        } catch (Throwable e) { // An Error too: one stream must not stop the others.
            failed.put(stream.value(), FailureKind.describe(e));
            if (e instanceof StreamHangsException hangs) {
                if (hangs.mayGoOn()) {
                    task.failed(hangs);
                } else {
                    task.ended(hangs);
                }
            }
            LOG.error("The run for stream {} failed; the next run tries again: {}", stream, FailureKind.describe(e), e);
        } finally {
            lastResort.rest(); // Beats come while it waits for a call.
        }
    }

    /** The streams whose runs have not returned. */
    public Set<StreamName> hanging() {
        return calls.hanging();
    }

    /** The cause of the last run's failure, by stream or task. */
    public Map<String, String> failures() {
        return failures;
    }

    /** Returns what the audits found. */
    private Optional<String> run(StreamName stream, StreamContracts contracts, int lane) {
        EventTable table = tables.open(contracts);
        Set<RunStep> succeeded = EnumSet.noneOf(RunStep.class);
        long before = cpu.nanos();
        long merged = merge.run(stream, table, tables.openBronze(contracts), lane);
        auditBudget.merged(stream, merged, cpu.nanos() - before);
        succeeded.add(RunStep.MERGE);
        boolean hasLetters = false;
        Optional<RuntimeException> lettersFailed = Optional.empty();
        try {
            hasLetters = letters.run(stream, table, tables.openLetters(stream),
                    () -> EventTables.read(tables.letterLocation(stream), StreamCalls.onProgress()));
            succeeded.add(RunStep.LETTERS);
        } catch (RuntimeException e) { // The audit and the maintenance of the other tables go on.
            lettersFailed = Optional.of(e);
        }
        Optional<String> findings = keys.run(stream, table,
                () -> EventTables.read(tables.location(stream), StreamCalls.onProgress()), lane);
        succeeded.add(RunStep.AUDIT);
        Optional<String> outOfBalance = books.run(stream, table);
        succeeded.add(RunStep.BOOKS);
        marks.record(stream, table, succeeded);
        Contract contract = contracts.latest();
        maintenance.afterRun(stream, () -> openUpkeep(tables.location(stream), ContractTable.shape(contract)),
                contract.hasBronze()
                        ? Optional.of(new Maintenance.Bronze(
                                () -> openUpkeep(tables.bronzeLocation(stream), BronzeTable.SHAPE),
                                BronzeTable.INGEST_DATE, contract.bronzeTtl()))
                        : Optional.empty(),
                hasLetters
                        ? Optional.of(new Maintenance.Letters(
                                () -> openUpkeep(tables.letterLocation(stream), LetterTable.SHAPE), new LetterExpiry(),
                                config.batch().letters().ttl()))
                        : Optional.empty());
        if (lettersFailed.isPresent()) {
            throw lettersFailed.get();
        }
        return findings.isPresent() && outOfBalance.isPresent()
                ? Optional.of(findings.get() + "; " + outOfBalance.get())
                : findings.or(() -> outOfBalance);
    }

    /**
     * Takes each stream that is being deleted one step further. The failure of one stream does not affect the others. Returns
     * whether all steps succeeded.
     */
    public synchronized boolean deleteStreams() {
        Map<StreamName, StreamState.Deleting> pending;
        try {
            pending = deletion.pending();
        } catch (Throwable e) { // An Error too: the schedule only logs it.
            deletions.failed("any stream", e);
            return false;
        }
        int failed = 0;
        deletions.keepOnly(pending.keySet().stream().map(StreamName::value).collect(Collectors.toSet()));
        for (var entry : pending.entrySet()) {
            StreamName stream = entry.getKey();
            try {
                calls.of(stream, lane -> {
                    deletion.step(stream, tables.locations(stream), entry.getValue(),
                            () -> mergeForTheLastTime(stream, entry.getValue(), lane), () -> close(stream));
                    return true;
                });
                deletions.succeeded(stream.value());
            } catch (Throwable e) { // An Error too: one stream must not stop the others.
                failed++;
                deletions.failed(stream.value(), e);
            } finally {
                lastResort.rest();
            }
        }
        metrics.deletions(pending.size(), failed);
        return failed == 0;
    }

    private void close(StreamName stream) {
        tables.close(stream);
        letters.forget(stream);
        auditBudget.forget(stream);
        keys.forget(stream);
    }

    /** The cause of the last failure, by stream that cannot be deleted yet. */
    public Map<String, String> deletionFailures() {
        return deletions.all();
    }

    private void mergeForTheLastTime(StreamName stream, StreamState.Deleting state, int lane) {
        catalog.refresh(stream, state).ifPresent(contracts -> {
            var unused = merge.run(stream, tables.open(contracts), tables.openBronze(contracts), lane);
        });
    }

    private TableMaintenance openUpkeep(TableLocation location, TableShape shape) {
        BatchServiceConfig.Upkeep wanted = config.batch().upkeep();
        return EventTables.maintenance(location, shape,
                new MaintenanceOptions(OpenTables.WRITER, wanted.targetFileBytes().asLongValue(), wanted.minFiles(),
                        wanted.maxBytes().asLongValue(), wanted.vacuumRetention(), wanted.logRetention()),
                StreamCalls.onProgress());
    }
}
