package io.millrace.table.internal.maintenance;

import static io.millrace.table.Fixture.DAY;
import static io.millrace.table.Fixture.NOW;
import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.MergeOutcome;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableMaintenance.Repartitioned;
import io.millrace.table.TableReader;
import io.millrace.table.TableRefusedException;
import io.millrace.table.factory.EventTables;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.index.KeyIndex;
import io.millrace.table.internal.index.KeyLookup;
import io.millrace.table.internal.index.KeyReader;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.InterposedLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.PassingLog;
import io.millrace.table.internal.log.kernel.KernelLog;
import io.millrace.table.internal.merge.DeltaEventTable;
import io.millrace.table.internal.storage.AbortableStream;
import io.millrace.table.internal.storage.ChangedStorage;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.internal.storage.TableStorage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class RepartitionTest {
    private static final MaintenanceOptions OPTIONS = new MaintenanceOptions("upkeep", 1 << 20, 2, 1 << 20,
            Duration.ofHours(1),
            Duration.ofHours(1));
    private static final int REGIONS = 20;

    @TempDir
    Path folder;

    private static Visit visit(int number) {
        String region = number % 17 == 0 ? null : "r" + number % REGIONS;
        return Visit.of("pk" + number, "e" + number).at(NOW - number % 3 * DAY, region);
    }

    private void fill(EventTable table, int batches) {
        for (int i = 0; i < batches; i++) {
            table.merge(batch(0, i * 100L, visits(i * 100, i * 100 + 100)));
        }
    }

    private static Visit[] visits(int from, int until) {
        Visit[] visits = new Visit[until - from];
        for (int i = 0; i < visits.length; i++) {
            visits[i] = visit(from + i);
        }
        return visits;
    }

    private TableMaintenance upkeep() {
        return EventTables.maintenance(folder, Fixture.SHAPE, OPTIONS);
    }

    private Map<String, String> rows() {
        Map<String, String> rows = new HashMap<>();
        try (TableReader reader = EventTables.read(folder)) {
            reader.rows(Long.MAX_VALUE, row -> {
                row.values().removeIf(Objects::isNull);
                assertEquals(null, rows.put(String.valueOf(row.get("pk")), new TreeMap<>(row).toString()));
            });
        }
        return rows;
    }

    private List<Path> dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet") && !file.toString().contains("_delta_log"))
                    .toList();
        }
    }

    /** To fewer columns, to none, to others first. */
    @ParameterizedTest
    @CsvSource({"event_date,3", "'',1", "region|event_date,63", "region,21"})
    void everyRowIsThereWithAllItsValuesAndKeysStayUnique(String columns, int partitions) {
        List<String> by = Stream.of(columns.split("\\|")).filter(name -> !name.isEmpty()).toList();
        try (EventTable table = open(folder, "stream"); TableMaintenance upkeep = upkeep()) {
            fill(table, 5);
            Map<String, String> before = rows();

            Repartitioned done = upkeep.repartition(by);

            assertEquals(500, done.rows());
            assertEquals(before, rows());
            assertEquals(by, table.status().partitionColumns());
            assertEquals(partitions, table.status().partitions());
            long version = table.status().version();
            assertEquals(Repartitioned.NOTHING, upkeep.repartition(by));
            assertEquals(new MergeOutcome.Merged(version + 1, 1, 1, 1, 0, 1),
                    table.merge(batch(0, 500, visit(3), visit(4).revised(5, 9.5), visit(1_000))));
            assertEquals(501, rows().size());
        }
        try (EventTable fresh = open(folder, "batch")) {
            MergeOutcome again = fresh.merge(batch(1, 0, visit(250), visit(251)));
            assertEquals(2, ((MergeOutcome.Merged) again).duplicates());
        }
    }

    @Test
    void aColumnOfTheFilesBecomesAPartitionColumnAndBack() {
        try (EventTable table = open(folder, "stream"); TableMaintenance upkeep = upkeep()) {
            fill(table, 5);
            Map<String, String> before = rows();
            upkeep.repartition(List.of());
            assertEquals(before, rows());

            upkeep.repartition(List.of("region", "event_date"));

            assertEquals(before, rows());
            assertEquals(60 + 3, table.status().partitions());
        }
    }

    @Test
    void readersOfTheLogSeeOneCommitThatChangesNoData() throws IOException {
        try (EventTable table = open(folder, "stream"); TableMaintenance upkeep = upkeep()) {
            fill(table, 2);
            long version = table.status().version();
            int files = table.status().files();

            Repartitioned done = upkeep.repartition(List.of("event_date"));

            assertEquals(version + 1, table.status().version());
            assertEquals(files, done.filesIn());
            assertEquals(3, done.filesOut());
            String commit = Files.readString(folder.resolve("_delta_log")
                    .resolve(String.format("%020d.json", version + 1)));
            assertTrue(commit.contains("\"partitionColumns\":[\"event_date\"]"), commit);
            assertTrue(!commit.contains("\"dataChange\":true"), commit);
            assertEquals(files, commit.split("\"remove\"", -1).length - 1);
        }
    }

    @Test
    void writersThatGoOnLoseNothingAndDoubleNothing() throws Exception {
        int batches = 60;
        AtomicBoolean done = new AtomicBoolean();
        try (var pool = Executors.newFixedThreadPool(4); TableMaintenance upkeep = upkeep()) {
            try (EventTable table = open(folder, "stream")) {
                table.merge(batch(0, 0, visits(0, 100)));
            }
            Future<?> first = pool.submit(() -> write(0, 100, batches));
            Future<?> second = pool.submit(() -> write(1, 0, batches));
            Future<?> compacting = pool.submit(() -> {
                try (TableMaintenance other = upkeep()) {
                    while (!done.get()) {
                        other.compact();
                    }
                }
            });
            List<List<String>> ways = List.of(List.of("event_date"), List.of("event_date", "region"), List.of());
            for (int i = 0; i < 12 || !first.isDone() || !second.isDone(); i++) {
                upkeep.repartition(ways.get(i % ways.size()));
            }
            first.get();
            second.get();
            done.set(true);
            compacting.get();
        }
        Set<String> expected = Stream.iterate(0, i -> i + 1).limit(100 + batches * 20L).map(i -> "pk" + i)
                .collect(Collectors.toSet());
        Map<String, String> rows = rows();
        assertEquals(expected, rows.keySet());
        assertTrue(String.valueOf(rows.get("pk7")).contains("revision=" + (batches - 1)), rows.get("pk7"));
    }

    /** Both sources bring the same new rows and revise the same one. */
    private void write(int partition, int from, int batches) {
        try (EventTable table = open(folder, "writer-" + partition)) {
            long offset = from;
            for (int i = 0; i < batches; i++) {
                List<Visit> visits = new ArrayList<>(List.of(visits(100 + i * 20, 100 + i * 20 + 20)));
                visits.add(visit(7).revised(i, i));
                table.merge(batch(partition, offset, visits.toArray(Visit[]::new)));
                offset += visits.size();
            }
        }
    }

    /** A merge that was planned before and commits after is planned again. */
    @Test
    void aMergeThatWasPlannedForTheOldPartitionsIsPlannedAgain() {
        try (EventTable table = open(folder, "stream"); TableMaintenance upkeep = upkeep()) {
            fill(table, 2);
            KernelLog kernel = new KernelLog(new LocalStorage(), folder.toString(), "late");
            DataFiles files = new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());
            KeyReader scan = new KeyReader(files, Fixture.SHAPE.keys().orElseThrow());
            try (EventTable late = new DeltaEventTable(folder.toString(),
                    new InterposedLog(kernel, () -> upkeep.repartition(List.of("event_date"))), files, Fixture.SHAPE,
                    new KeyIndex(scan, 1 << 20), new KeyLookup(scan), 1L << 40, Clock.systemUTC())) {
                var outcome = (MergeOutcome.Merged) late.merge(batch(0, 200, visit(5), visit(900)));

                assertEquals(List.of(1, 1, 2), List.of(outcome.inserted(), outcome.duplicates(), outcome.attempts()));
            }
            assertEquals(201, rows().size());
            assertEquals(List.of("event_date"), table.status().partitionColumns());
        }
    }

    /** As when the disk is full: of what was written nothing stays. */
    @Test
    void aTableThatCannotBeWrittenAgainStaysAsItWas() throws IOException {
        try (EventTable table = open(folder, "stream")) {
            fill(table, 2);
        }
        List<Path> before = dataFiles();
        AtomicInteger written = new AtomicInteger();
        TableStorage io = new ChangedStorage() {
            @Override
            public AbortableStream create(String path) throws IOException {
                if (written.incrementAndGet() == 3) {
                    throw new IOException("no space left on device");
                }
                return super.create(path);
            }
        };
        KernelLog log = new KernelLog(io, folder.toString(), "upkeep");
        Repartition repartition = new Repartition(folder.toString(), log,
                DataFiles.waiting(io, folder.toString(), Clock.systemUTC()), Fixture.SHAPE, 1 << 20, Clock.systemUTC());

        assertThrows(IOException.class, () -> repartition.run(List.of("event_date")));

        assertEquals(before, dataFiles());
        assertEquals(200, rows().size());
        log.close();
    }

    /** What a commit may have is never removed. */
    @Test
    void aCommitWhoseAnswerIsLostKeepsItsFiles() {
        try (EventTable table = open(folder, "stream")) {
            fill(table, 2);
        }
        Map<String, String> before = rows();
        LocalStorage io = new LocalStorage();
        DeltaLog log = new PassingLog(new KernelLog(io, folder.toString(), "upkeep")) {
            @Override
            public CommitResult tryRepartition(List<String> partitionColumns, List<LogAction> replacing) {
                super.tryRepartition(partitionColumns, replacing);
                throw new UncheckedIOException(new IOException("connection reset"));
            }
        };
        Repartition repartition = new Repartition(folder.toString(), log,
                DataFiles.waiting(io, folder.toString(), Clock.systemUTC()), Fixture.SHAPE, 1 << 20, Clock.systemUTC());

        assertThrows(UncheckedIOException.class, () -> repartition.run(List.of("event_date")));

        assertEquals(before, rows());
        log.close();
    }

    @ParameterizedTest
    @CsvSource({"pk", "event_id", "revision", "amount", "nope", "_partition", "event_date|event_date"})
    void columnsThatCannotPartitionAreRefusedByName(String columns) {
        try (EventTable table = open(folder, "stream"); TableMaintenance upkeep = upkeep()) {
            fill(table, 1);
            List<String> by = List.of(columns.split("\\|"));

            var refused = assertThrows(TableRefusedException.class, () -> upkeep.repartition(by));

            assertTrue(String.valueOf(refused.getMessage()).contains("'" + by.getFirst() + "'"), refused.getMessage());
        }
    }

    @Test
    void aTableThatIsNotThereIsRefused() {
        try (TableMaintenance upkeep = upkeep()) {
            assertThrows(TableRefusedException.class, () -> upkeep.repartition(List.of("event_date")));
        }
    }
}
