package io.millrace.batch.signals;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.landing.StreamCalls;
import io.millrace.landing.StreamTables;
import io.millrace.landing.audit.RecordedFinding;
import io.millrace.landing.letters.LetterCounts;
import io.millrace.table.Books;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.factory.EventTables;
import io.quarkus.runtime.ShutdownEvent;

/**
 * Measures the tables of all streams: files, books, findings, letters and the times of runs. Everything is read from the tables,
 * so it does not matter which process wrote them. A table that hangs is left out. Used by one thread.
 */
@Singleton
public class TableSignals {
    /** For each stream, unless a run gives up earlier: three tables whose logs are read, and letters that are counted. */
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** Each that hangs keeps a thread and little memory. */
    private static final int MOST_CALLS = 16;

    private final ContractCatalog catalog;
    private final StreamTables tables;
    private final BatchMetrics metrics;
    private final RunMarks runs;
    private final long smallBelow;
    private final boolean refreshes;
    private final StreamCalls calls;
    /** The letters are counted again when their table has another version. */
    private final Map<StreamName, CountedLetters> letters = new ConcurrentHashMap<>();

    private record CountedLetters(long version, LetterCounts counts) {}

    TableSignals(ContractCatalog catalog, BatchMetrics metrics, RunMarks runs, BatchServiceConfig config,
            Clock clock) {
        Duration hangsAfter = config.batch().hangsAfter();
        this.calls = new StreamCalls("signals", hangsAfter.compareTo(LONGEST) < 0 ? hangsAfter : LONGEST, MOST_CALLS,
                clock);
        this.catalog = catalog;
        this.tables = new StreamTables(config, "signals");
        this.metrics = metrics;
        this.runs = runs;
        this.smallBelow = config.batch().upkeep().targetFileBytes().asLongValue() / 2;
        this.refreshes = config.batch().mode() == BatchServiceConfig.Mode.OPERATIONS;
    }

    void stop(@Observes ShutdownEvent event) {
        calls.close();
    }

    /** Measures once. Throws the first failure, after every stream was tried. */
    public void measure() {
        if (refreshes) { // Runs do it in the other modes.
            var unused = catalog.refresh();
        }
        Set<StreamName> gone = new HashSet<>(letters.keySet());
        gone.removeAll(catalog.streams().keySet());
        gone.forEach(stream -> {
            letters.remove(stream);
            metrics.forget(stream);
        });
        RuntimeException failed = null;
        for (StreamContracts contracts : catalog.streams().values()) {
            try {
                calls.run(contracts.latest().stream(), () -> measure(contracts));
            } catch (CancellationException e) { // The service ends.
                return;
            } catch (RuntimeException e) {
                failed = failed == null ? e : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void measure(StreamContracts contracts) {
        StreamName stream = contracts.latest().stream();
        metrics.judge(stream, () -> catalog.active(stream).map(known -> known.latest().slo())
                .orElseGet(() -> SloDefaults.bundled().targets()));
        try (TableReader table = EventTables.read(tables.location(stream))) {
            metrics.files(stream, "curated", table.fileSizes(smallBelow));
            table.status().ifPresent(status -> measure(stream, status));
        }
        if (contracts.latest().hasBronze()) {
            try (TableReader table = EventTables.read(tables.bronzeLocation(stream))) {
                metrics.files(stream, "bronze", table.fileSizes(smallBelow));
            }
        }
        try (TableReader table = EventTables.read(tables.letterLocation(stream))) {
            metrics.files(stream, "letters", table.fileSizes(smallBelow));
            metrics.letters(stream, letters(stream, table));
        }
    }

    private void measure(StreamName stream, TableStatus status) {
        Collection<Books> books = Books.of(status.marks()).values();
        Collection<RecordedFinding> open = RecordedFinding.open(status.marks());
        metrics.books(stream, books);
        metrics.auditFindings(stream, open);
        metrics.completeness(stream, books, open, DeletedOffsets.open(status.marks()));
        runs.show(stream, status.marks());
    }

    private LetterCounts letters(StreamName stream, TableReader table) {
        long version = table.status().map(TableStatus::version).orElse(-1L);
        CountedLetters before = letters.get(stream);
        if (before == null || before.version() != version) {
            before = new CountedLetters(version, LetterCounts.of(table));
            letters.put(stream, before);
        }
        return before.counts();
    }
}
