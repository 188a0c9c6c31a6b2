package io.millrace.table.internal.maintenance;

import static io.millrace.table.Fixture.SHAPE;
import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.column;
import static io.millrace.table.Fixture.open;
import static io.millrace.table.Fixture.visits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.millrace.table.EventTable;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.MergeOutcome;
import io.millrace.table.TableLocation;
import io.millrace.table.TableMaintenance;
import io.millrace.table.factory.EventTables;
import io.millrace.table.internal.TableFactory;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.index.KeyIndex;
import io.millrace.table.internal.index.KeyLookup;
import io.millrace.table.internal.index.KeyReader;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.InterposedLog;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.log.TouchedFiles;
import io.millrace.table.internal.log.kernel.KernelLog;
import io.millrace.table.internal.merge.DeltaEventTable;
import io.millrace.table.internal.storage.LocalStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a killed writer leaves, and those of one that is only slow. */
class OrphanFilesTest {
    private static final MaintenanceOptions OPTIONS = new MaintenanceOptions("upkeep", 1 << 20, 3,
            1 << 24,
            Duration.ofDays(7), Duration.ofDays(7));

    @TempDir
    Path folder;

    @Test
    void aFileThatNoVersionEverHadGoesAfterAnHourAndAReplacedOneStays() throws Exception {
        Path orphan = folder.resolve("event_date=2024-10-04/region=eu/part-" + UUID.randomUUID() + ".zstd.parquet");
        Path ofSpark = folder.resolve("event_date=2024-10-04/region=eu/part-00000-" + UUID.randomUUID()
                + ".c000.snappy.parquet");
        Path ofRepartition = folder.resolve("event_date=2024-10-04/part-r-" + UUID.randomUUID() + ".zstd.parquet");
        merge(0, 3);
        Files.writeString(orphan, "left by a killed writer");
        Files.writeString(ofRepartition, "waits for its commit");
        Files.writeString(ofSpark, "left by somebody else");
        try (TableMaintenance upkeep = EventTables.maintenance(folder, SHAPE, OPTIONS)) {
            assertEquals(3, upkeep.compact().filesIn());
            assertEquals(new TableMaintenance.Vacuumed(0, 0, 6), upkeep.vacuum());

            minutesPass(70);
            assertEquals(new TableMaintenance.Vacuumed(0, 0, 6), upkeep.vacuum());
            minutesPass(20);
            assertEquals(new TableMaintenance.Vacuumed(1, 23, 5), upkeep.vacuum());
        }
        assertFalse(Files.exists(orphan));
        assertTrue(Files.exists(ofSpark));
        assertTrue(Files.exists(ofRepartition));
        assertFalse(Files.exists(held(orphan)));
        assertEquals(3, column(folder, "pk").size());
    }

    @Test
    void theVersionsThatAVacuumMakesCarryTheTimeOfItsClock() throws Exception {
        Instant time = Instant.parse("2031-05-06T07:08:09Z");
        merge(0, 3);
        Files.writeString(folder.resolve("part-" + UUID.randomUUID() + ".zstd.parquet"), "left by a killed writer");
        try (TableMaintenance upkeep = TableFactory.maintenance(new TableLocation.Folder(folder), SHAPE, OPTIONS,
                Clock.fixed(time, ZoneOffset.UTC))) {
            upkeep.vacuum();
            minutesPass(90);
            assertEquals(1, upkeep.vacuum().files());
        }
        try (Stream<Path> log = Files.list(folder.resolve("_delta_log"))) {
            String newest = Files.readString(log.filter(file -> file.toString().endsWith(".json")).max(Path::compareTo)
                    .orElseThrow());
            assertTrue(newest.contains("\"appId\":\"millrace-vacuum\""), newest);
            assertTrue(newest.contains("\"lastUpdated\":" + time.toEpochMilli()), newest);
        }
    }

    @Test
    void aSlowMergeWhoseFilesWereTakenForOrphansMergesAgain() {
        merge(0, 3);
        InterposedLog log = new InterposedLog(new KernelLog(new LocalStorage(), folder.toString(), "slow"), () -> {
            try (TableMaintenance upkeep = EventTables.maintenance(folder, SHAPE, OPTIONS)) {
                upkeep.vacuum();
                minutesPass(120);
                assertEquals(1, upkeep.vacuum().files());
            }
        });
        try (EventTable slow = table(log)) {
            assertInstanceOf(MergeOutcome.Merged.class, slow.merge(batch(0, 3, visits(3, 10))));
        }
        List<Object> keys = column(folder, "pk");
        assertEquals(10, new HashSet<>(keys).size());
        assertEquals(10, keys.size());
    }

    @Test
    void aFileThatACommitTookInTheLastMomentIsPutBack() throws Exception {
        Path file = Files.writeString(folder.resolve("part-1.parquet"), "12345");
        Path rubbish = Files.writeString(folder.resolve("part-2.parquet"), "12345");
        Path left = held(folder.resolve("part-3.parquet"));
        Files.createDirectories(left.getParent());
        Files.writeString(left, "12345");
        ActiveFile live = new ActiveFile("part-1.parquet", Map.of(), 5, 0, 1, OptionalLong.empty());

        int putBack = new OrphanFiles(new LocalStorage(), folder.toString(),
                after -> Optional.of(new TouchedFiles.Changes(Set.of("part-3.parquet"), Map.of())),
                () -> {
                    assertFalse(Files.exists(file));
                    return new TableState("id", 9, List.of(), List.of(), Map.of("part-1.parquet", live), Map.of());
                }).remove(7, List.of("part-1.parquet", "part-2.parquet", "part-9.parquet"), Set.of("part-3.parquet"));

        assertEquals(2, putBack);
        assertTrue(Files.exists(file));
        assertTrue(Files.exists(folder.resolve("part-3.parquet")));
        assertFalse(Files.exists(rubbish));
        try (Stream<Path> held = Files.walk(folder.resolve(OrphanFiles.HELD))) {
            assertEquals(0, held.filter(Files::isRegularFile).count());
        }
    }

    private Path held(Path file) {
        return folder.resolve(OrphanFiles.HELD + folder.relativize(file));
    }

    private void merge(int from, int until) {
        try (EventTable table = open(folder, "stream")) {
            for (int i = from; i < until; i++) {
                table.merge(batch(0, i, visits(i, i + 1)));
            }
        }
    }

    /** A commit every ten minutes, by the storage's clock. */
    private void minutesPass(int minutes) {
        try (EventTable table = open(folder, "other")) {
            for (int passed = 0; passed < minutes; passed += 10) {
                long version = table.status().version();
                table.mark(Map.of("passed", version));
                Path newest = commit(version + 1);
                Instant before = Files.getLastModifiedTime(commit(version)).toInstant();
                Files.setLastModifiedTime(newest, FileTime.from(before.plus(Duration.ofMinutes(10))));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path commit(long version) {
        return folder.resolve(String.format("_delta_log/%020d.json", version));
    }

    private EventTable table(DeltaLog log) {
        DataFiles files = new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());
        KeyReader scan = new KeyReader(files, SHAPE.keys().orElseThrow());
        return new DeltaEventTable(folder.toString(), log, files, SHAPE, new KeyIndex(scan, 1L << 20),
                new KeyLookup(scan), Duration.ofDays(30).toMillis() * 1_000, Clock.systemUTC());
    }
}
