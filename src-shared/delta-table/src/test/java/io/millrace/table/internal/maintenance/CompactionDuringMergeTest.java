package io.millrace.table.internal.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableMaintenance.Compacted;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.WriterOptions;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.factory.EventTables;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.index.KeyIndex;
import io.millrace.table.internal.index.KeyLookup;
import io.millrace.table.internal.index.KeyReader;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.InterposedLog;
import io.millrace.table.internal.log.kernel.KernelLog;
import io.millrace.table.internal.merge.DeltaEventTable;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import io.millrace.table.mergerule.Precedence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one of them commits comes right before the other's commit, when that is decided already. */
class CompactionDuringMergeTest {
    private static final TableShape SHAPE = new TableShape(
            List.of(new Column("pk", new ColumnType.Text(), true), new Column("event_id", new ColumnType.Text(), true),
                    new Column("revision", new ColumnType.Int64(), false),
                    new Column("_ingested_at", new ColumnType.Timestamp(), true)),
            List.of(), Optional.of(new TableShape.KeyColumns("pk", "event_id", Optional.of("revision"))));
    private static final MaintenanceOptions OPTIONS = new MaintenanceOptions("upkeep", 1 << 20, 2, 1 << 20,
            Duration.ofHours(1),
            Duration.ofHours(1));
    private static final WriterOptions WRITER = new WriterOptions("stream", Duration.ofDays(30), 1 << 24);

    @TempDir
    Path folder;
    private EventTable table;
    private final LocalStorage io = new LocalStorage();
    private final List<DeltaLog> logs = new ArrayList<>();

    @BeforeEach
    void threeFiles() {
        table = EventTables.open(folder, SHAPE, WRITER);
        for (int i = 0; i < 3; i++) {
            table.merge(batch(0, i, "pk" + i, 0));
        }
    }

    @AfterEach
    void close() {
        table.close();
        logs.forEach(DeltaLog::close);
    }

    private static MicroBatch batch(int partition, long offset, String pk, long revision) {
        Map<String, Object> values = new HashMap<>(
                Map.of("pk", pk, "event_id", "1", "revision", revision, "_ingested_at", 1_000L));
        return new MicroBatch(SHAPE, "topic-1",
                List.of(new EventRow(new EventKey(pk, "1"), new Precedence(revision, offset), partition, 1_000L,
                        values)),
                Map.of(partition, new OffsetRange(offset, offset + 1)));
    }

    private DeltaLog log(Runnable beforeCommit) {
        DeltaLog log = new InterposedLog(new KernelLog(io, folder.toString(), "other"), beforeCommit);
        logs.add(log);
        return log;
    }

    private Compacted compact(Runnable beforeCommit) throws IOException {
        DataFiles files = new DataFiles(io, folder.toString(), Clock.systemUTC());
        return new Compaction(folder.toString(), log(beforeCommit), files, SHAPE, OPTIONS, Clock.systemUTC()).run();
    }

    private EventTable writer(Runnable beforeCommit) {
        DataFiles files = new DataFiles(io, folder.toString(), Clock.systemUTC());
        KeyReader scan = new KeyReader(files, SHAPE.keys().orElseThrow());
        return new DeltaEventTable(folder.toString(), log(beforeCommit), files, SHAPE, new KeyIndex(scan, 1 << 24),
                new KeyLookup(scan), 1, Clock.systemUTC());
    }

    private void compactNow() {
        try {
            compact(() -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<Object, Object> revisions() {
        Map<Object, Object> revisions = new HashMap<>();
        try (TableReader reader = EventTables.read(folder)) {
            reader.rows(100, row -> revisions.merge(row.get("pk"), row.get("revision"), (a, b) -> "twice"));
        }
        return revisions;
    }

    private long filesOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        }
    }

    @Test
    void aCompactionThatMeetsAnInsertCommitsOnTopOfIt() throws IOException {
        Compacted done = compact(() -> table.merge(batch(0, 3, "pk3", 0)));

        assertEquals(3, done.filesIn());
        assertEquals(2, table.status().files());
        assertEquals(Map.of("pk0", 0L, "pk1", 0L, "pk2", 0L, "pk3", 0L), revisions());
    }

    @Test
    void aCompactionGivesWayToAMergeThatRewroteOneOfItsFiles() throws IOException {
        Compacted done = compact(() -> table.merge(batch(0, 3, "pk1", 7)));

        assertEquals(new Compacted(0, 0, 0, 0, 0, 1), done);
        assertEquals(Map.of("pk0", 0L, "pk1", 7L, "pk2", 0L), revisions());
        assertEquals(4, filesOnDisk(), "its result is gone again");
    }

    @Test
    void ofTwoCompactionsOfTheSameFilesOneGivesWay() throws IOException {
        Compacted done = compact(this::compactNow);

        assertEquals(1, done.abandoned());
        assertEquals(1, table.status().files());
        assertEquals(Map.of("pk0", 0L, "pk1", 0L, "pk2", 0L), revisions());
    }

    @Test
    void anInsertThatMeetsACompactionKeepsItsPlan() throws IOException {
        try (EventTable other = writer(this::compactNow)) {
            var outcome = other.merge(batch(1, 0, "pk9", 0));

            assertEquals(2, assertInstanceOf(MergeOutcome.Merged.class, outcome).attempts());
        }
        assertEquals(Map.of("pk0", 0L, "pk1", 0L, "pk2", 0L, "pk9", 0L), revisions());
        assertEquals(2, table.status().files());
    }

    @Test
    void aMergeThatRewritesACompactedFilePlansAgain() {
        try (EventTable other = writer(this::compactNow)) {
            var outcome = other.merge(batch(1, 0, "pk1", 5));

            assertEquals(new MergeOutcome.Merged(5, 0, 1, 0, 0, 2), outcome);
        }
        assertEquals(Map.of("pk0", 0L, "pk1", 5L, "pk2", 0L), revisions());
        // What is left of the file, and the row that won.
        assertEquals(2, table.status().files());
    }

    @Test
    void aMergeWhoseFilesWereRemovedWhileItSleptWritesThemAgain() {
        try (EventTable other = writer(() -> {
            removeUnused();
            table.merge(batch(0, 3, "pk3", 0));
        })) {
            other.merge(batch(1, 0, "pk9", 0));
        }
        assertEquals(5, revisions().size());
    }

    private void removeUnused() {
        Set<String> used = new HashSet<>();
        DeltaLog log = log(() -> {});
        log.advance();
        log.state().orElseThrow().files().keySet().forEach(used::add);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
                if (!used.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
