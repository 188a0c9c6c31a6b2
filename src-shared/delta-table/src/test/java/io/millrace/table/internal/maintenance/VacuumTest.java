package io.millrace.table.internal.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import io.millrace.table.TableMaintenance.Vacuumed;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.log.TouchedFiles;
import io.millrace.table.internal.storage.LocalStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VacuumTest {
    private static final Duration RETENTION = Duration.ofDays(2);
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final Map<String, ActiveFile> live = new HashMap<>();
    private final LocalStorage io = new LocalStorage();
    private long version = -1;
    private Instant now = BEGIN;

    @BeforeEach
    void firstCommit() throws IOException {
        commitAfter(Duration.ZERO);
    }

    private void commitAfter(Duration pause) throws IOException {
        version++;
        now = now.plus(pause);
        file(String.format("_delta_log/%020d.json", version), now);
    }

    private void hoursPass(int hours) throws IOException {
        for (int i = 0; i < hours; i++) {
            commitAfter(HOUR);
        }
    }

    private Path file(String path, Instant modified) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "12345");
        Files.setLastModifiedTime(file, FileTime.from(modified));
        return file;
    }

    private void use(String path) {
        live.put(path, new ActiveFile(path, Map.of(), 5, 0, 1, OptionalLong.empty()));
    }

    private Vacuumed vacuum() throws IOException {
        return vacuum(after -> after < 0 ? Optional.empty() : touching());
    }

    private static Optional<TouchedFiles.Changes> touching(String... paths) {
        return Optional.of(new TouchedFiles.Changes(Set.of(paths), Map.of()));
    }

    private Vacuumed vacuum(TouchedFiles touched) throws IOException {
        return new Vacuum(io, folder.toString(), RETENTION)
                .run(new TableState("id", version, List.of(), List.of("_day"), live, Map.of()), touched, () -> {
                    throw new AssertionError("no orphan is removed");
                });
    }

    @Test
    void anUnusedFileGoesOnceItsRetentionHasPassedInTheTable() throws IOException {
        Path orphan = file("region=eu/part-1.parquet", now);
        vacuum();
        hoursPass(61);

        Vacuumed done = vacuum();

        assertEquals(new Vacuumed(1, 5, 0), done);
        assertFalse(Files.exists(orphan));
    }

    @Test
    void anUnusedFileStaysWithinItsRetention() throws IOException {
        Path orphan = file("region=eu/part-1.parquet", now);
        vacuum();
        hoursPass(59);

        Vacuumed done = vacuum();

        assertEquals(new Vacuumed(0, 0, 1), done);
        assertTrue(Files.exists(orphan));
    }

    @Test
    void aFileInUseStaysHoweverOldItIs() throws IOException {
        Path used = file("part-1.parquet", BEGIN.minus(Duration.ofDays(900)));
        use("part-1.parquet");
        vacuum();
        hoursPass(500);

        Vacuumed done = vacuum();

        assertEquals(new Vacuumed(0, 0, 0), done);
        assertTrue(Files.exists(used));
    }

    @Test
    void aFileWhoseTimeIsEightDaysBehindIsNotTakenForOld() throws IOException {
        vacuum();
        hoursPass(500);
        Path beingWritten = file("part-1.parquet", now.minus(Duration.ofDays(8)));

        vacuum();
        Vacuumed again = vacuum();

        assertEquals(new Vacuumed(0, 0, 1), again);
        assertTrue(Files.exists(beingWritten));
    }

    @Test
    void aFileWhoseTimeIsEightDaysAheadOnlyStaysLonger() throws IOException {
        file("part-1.parquet", now.plus(Duration.ofDays(8)));
        vacuum();
        hoursPass(61);

        Vacuumed early = vacuum();
        hoursPass(10 * 24);
        Vacuumed late = vacuum();

        assertEquals(new Vacuumed(0, 0, 1), early);
        assertEquals(new Vacuumed(1, 5, 0), late);
    }

    @Test
    void aStorageClockThatLeapsEightDaysAheadAgesNothing() throws IOException {
        hoursPass(100);
        Path beingWritten = file("part-1.parquet", now);
        vacuum();
        commitAfter(Duration.ofDays(8));

        Vacuumed done = vacuum();

        assertEquals(new Vacuumed(0, 0, 1), done);
        assertTrue(Files.exists(beingWritten));
    }

    @Test
    void aStorageClockThatLeapsEightDaysBackAgesNothing() throws IOException {
        hoursPass(100);
        commitAfter(Duration.ofDays(-8));
        Path beingWritten = file("part-1.parquet", now);
        vacuum();
        commitAfter(Duration.ofDays(8));

        Vacuumed done = vacuum();

        assertEquals(new Vacuumed(0, 0, 1), done);
        assertTrue(Files.exists(beingWritten));
    }

    @Test
    void aFileThatWasInUseSinceItWasSeenWaitsAnew() throws IOException {
        Path replaced = file("part-1.parquet", now);
        vacuum();
        hoursPass(100);

        Vacuumed done = vacuum(after -> touching("part-1.parquet"));

        assertEquals(new Vacuumed(0, 0, 1), done);
        assertTrue(Files.exists(replaced));
    }

    @Test
    void withoutTheCommitsThatWouldTellEveryFileWaitsAnew() throws IOException {
        file("part-1.parquet", now);
        vacuum();
        hoursPass(100);

        assertEquals(new Vacuumed(0, 0, 1), vacuum(after -> Optional.empty()));
    }

    @Test
    void aDamagedNoteOfWhatWasSeenCostsTimeOnly() throws IOException {
        file("part-1.parquet", now);
        vacuum();
        hoursPass(100);
        Files.writeString(folder.resolve("_upkeep/unused-files"), "what\nis this");

        Vacuumed done = vacuum();

        assertEquals(new Vacuumed(0, 0, 1), done);
    }

    @Test
    void whatACrashLeftHalfWrittenGoesAndWhatIsNotOursStays() throws IOException {
        List<Path> rubbish = List.of(file("_delta_log/.00000000000000000003.json.77.tmp", now),
                file("region=eu/.part-1.parquet.77.tmp", now), file("_day=1/part-1.parquet", now),
                file("region=eu/.part-9.parquet.crc", now));
        use("region=eu/part-2.parquet");
        List<Path> kept = List.of(file("region=eu/part-2.parquet", now), file("region=eu/.part-2.parquet.crc", now),
                file("_delta_log/_last_checkpoint", now), file("_delta_log/00000000000000000000.crc", now),
                file("_other_tool/state", now));
        vacuum();
        hoursPass(61);

        Vacuumed done = vacuum();

        assertEquals(new Vacuumed(4, 20, 0), done);
        assertTrue(rubbish.stream().noneMatch(Files::exists));
        assertTrue(kept.stream().allMatch(Files::exists));
    }

    @Test
    void aPathThatTheLogEncodesIsKnown() throws IOException {
        Path used = file("region=a b/part-1.parquet", now);
        use("region=a%20b/part-1.parquet");
        vacuum();
        hoursPass(61);

        vacuum();

        assertTrue(Files.exists(used));
    }
}
