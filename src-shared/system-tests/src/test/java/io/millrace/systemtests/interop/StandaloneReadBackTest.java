package io.millrace.systemtests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the reading of delta-standalone with Millrace's own. */
@Tag("process")
@Tag("slow")
class StandaloneReadBackTest {
    @TempDir
    static Path whole;
    private static OrderTable orders;

    @TempDir
    Path copy;

    @BeforeAll
    static void writeTheTable() {
        orders = OrderTable.write(whole);
    }

    @Test
    void aTableWithRevisionsAddedColumnsAndACheckpointReadsTheSame() {
        // when
        StandaloneReadBack read = StandaloneReadBack.of(whole);
        // then
        RowComparison.assertSame(TableRows.withoutTimestamps(whole), read.rows());
        assertEquals(orders.keys(), read.rows().size());
        assertEquals(orders.version(), read.version());
    }

    @Test
    void itReadsTheSameFromTheCheckpointWhenTheLogBeforeItIsGone() throws IOException {
        // given
        copy(whole, copy);
        long checkpoint = lastCheckpoint();
        // when
        for (long version = 0; version <= checkpoint; version++) {
            Files.delete(logEntry(version));
        }
        // then
        assertTrue(checkpoint >= 20, "no checkpoint was written");
        RowComparison.assertSame(TableRows.withoutTimestamps(whole), StandaloneReadBack.rows(copy));
    }

    @Test
    void filesThatTheLogLostAreSeen() throws IOException {
        // given
        copy(whole, copy);
        Path newest = logEntry(orders.version());
        // when
        Files.write(newest, Files.readAllLines(newest).stream().filter(line -> !line.startsWith("{\"add\"")).toList());
        // then
        assertTrue(TableRows.withoutTimestamps(whole).size() > StandaloneReadBack.rows(copy).size());
    }

    @Test
    void aFolderWithoutATableIsAnErrorAndNotAnEmptyTable() {
        assertThrows(IllegalStateException.class, () -> StandaloneReadBack.rows(copy));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private long lastCheckpoint() {
        try (TableReader reader = EventTables.read(copy)) {
            return reader.status().orElseThrow().lastCheckpoint();
        }
    }

    private Path logEntry(long version) {
        return copy.resolve("_delta_log").resolve(String.format("%020d.json", version));
    }
}
