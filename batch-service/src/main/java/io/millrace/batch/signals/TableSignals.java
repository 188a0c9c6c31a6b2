package io.millrace.batch.signals;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.landing.StreamCalls;
import io.millrace.landing.StreamTables;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.landing.audit.RecordedFinding;
import io.millrace.landing.letters.LetterCounts;
import io.millrace.table.Books;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.TableLocation;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.factory.EventTables;
import io.quarkus.runtime.ShutdownEvent;

/**
 * Measures the tables of all streams: files, books, findings, letters and the times of runs. Everything is read from the tables,
 * so it does not matter which process wrote them. A table that hangs is left out, and one that is gone is not measured. Used by
 * one thread.
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
    private final OffsetRangeReader topics;
    private final Clock clock;
    private final long smallBelow;
    private final BatchServiceConfig.Mode mode;
    private final StreamCalls calls;
    private final SeenTables seen;
    /** The letters are counted again when their table has another version. */
    private final Map<StreamName, CountedLetters> letters = new ConcurrentHashMap<>();
    /** The streams whose steps are expected to succeed. */
    private final Set<StreamName> expected = ConcurrentHashMap.newKeySet();
    /** The streams that were measured, or tried. */
    private final Set<StreamName> tried = new HashSet<>();

    private record CountedLetters(long version, LetterCounts counts) {}

    TableSignals(ContractCatalog catalog, BatchMetrics metrics, RunMarks runs, OffsetRangeReader topics,
            BatchServiceConfig config, Clock clock) {
        Duration hangsAfter = config.batch().hangsAfter();
        this.calls = new StreamCalls("signals", hangsAfter.compareTo(LONGEST) < 0 ? hangsAfter : LONGEST, MOST_CALLS,
                clock);
        this.catalog = catalog;
        this.tables = new StreamTables(config, "signals");
        this.metrics = metrics;
        this.runs = runs;
        this.topics = topics;
        this.clock = clock;
        this.smallBelow = config.batch().upkeep().targetFileBytes().asLongValue() / 2;
        this.mode = config.batch().mode();
        this.seen = new SeenTables(clock);
    }

    void stop(@Observes ShutdownEvent event) {
        calls.close();
    }

    /** Measures once. Throws the first failure, after every table of every stream was tried. */
    public void measure() {
        if (mode == BatchServiceConfig.Mode.OPERATIONS) { // Runs do it in the other modes.
            var unused = catalog.refresh();
        }
        forgetAllBut(catalog.streams().keySet());
        Failures failures = new Failures();
        for (StreamContracts contracts : catalog.streams().values()) {
            StreamName stream = contracts.latest().stream();
            tried.add(stream);
            if (mode == BatchServiceConfig.Mode.SCHEDULE) { // Runs succeed for a stream without records, too.
                metrics.stepsExpected(stream, clock.instant());
            }
            try {
                failures.of(() -> calls.run(stream, () -> measure(contracts)));
            } catch (CancellationException e) { // The service ends.
                return;
            }
        }
        failures.throwFirst();
    }

    private void forgetAllBut(Set<StreamName> streams) {
        Set<StreamName> gone = new HashSet<>(tried);
        gone.removeAll(streams);
        gone.forEach(stream -> {
            tried.remove(stream);
            letters.remove(stream);
            expected.remove(stream);
            seen.forget(stream);
            metrics.forget(stream);
        });
    }

    private void measure(StreamContracts contracts) {
        StreamName stream = contracts.latest().stream();
        metrics.judge(stream, () -> catalog.active(stream).map(known -> known.latest().slo())
                .orElseGet(() -> SloDefaults.bundled().targets()));
        Failures failures = new Failures();
        failures.of(() -> measure(stream, "curated", tables.location(stream),
                (table, status) -> status.ifPresent(found -> measure(stream, found))));
        if (contracts.latest().hasBronze()) {
            failures.of(() -> measure(stream, "bronze", tables.bronzeLocation(stream), (table, status) -> {}));
        }
        failures.of(() -> measure(stream, "letters", tables.letterLocation(stream),
                (table, status) -> metrics.letters(stream, letters(stream, table, status))));
        if (mode != BatchServiceConfig.Mode.SCHEDULE) {
            failures.of(() -> expectSteps(stream));
        }
        failures.throwFirst();
    }

    private void measure(StreamName stream, String name, TableLocation location,
            BiConsumer<TableReader, Optional<TableStatus>> further) {
        try (TableReader table = EventTables.read(location)) {
            Optional<TableStatus> status = table.status();
            seen.check(stream, catalog.state(stream).generation(), name, location, status.isPresent());
            metrics.files(stream, name, table.fileSizes(smallBelow));
            further.accept(table, status);
        } catch (TableGoneException e) {
            metrics.unknown(stream, name);
            throw e;
        }
    }

    private void measure(StreamName stream, TableStatus status) {
        Collection<Books> books = Books.of(status.marks()).values();
        Collection<RecordedFinding> open = RecordedFinding.open(status.marks());
        metrics.books(stream, books);
        metrics.auditFindings(stream, open);
        metrics.completeness(stream, books, open, DeletedOffsets.open(status.marks()));
        if (runs.show(stream, status.marks())) {
            expect(stream);
        }
    }

    private LetterCounts letters(StreamName stream, TableReader table, Optional<TableStatus> status) {
        long version = status.map(TableStatus::version).orElse(-1L);
        CountedLetters before = letters.get(stream);
        if (before == null || before.version() != version) {
            before = new CountedLetters(version, LetterCounts.of(table));
            letters.put(stream, before);
        }
        return before.counts();
    }

    /** A run in mode {@code once} cannot record that it succeeded for a stream without records: it has no table. */
    private void expectSteps(StreamName stream) {
        if (!expected.contains(stream) && hasRecords(stream)) {
            expect(stream);
        }
    }

    private void expect(StreamName stream) {
        expected.add(stream);
        metrics.stepsExpected(stream, clock.instant());
    }

    private boolean hasRecords(StreamName stream) {
        try {
            return topics.topic(stream.topic()).bounds().values().stream().anyMatch(range -> range.until() > 0);
        } catch (TopicUnavailableException e) { // Not known yet: it says nothing about the tables, and is asked again.
            return false;
        }
    }
}
