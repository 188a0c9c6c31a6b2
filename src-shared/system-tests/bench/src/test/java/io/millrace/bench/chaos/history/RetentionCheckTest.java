package io.millrace.bench.chaos.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionCheckTest {
    private static final Instant WITHIN = Instant.now().minus(Duration.ofHours(1));
    private static final Instant BEYOND = Instant.now().plus(Duration.ofHours(1));
    private static final String REPLACED = "day=2026-11-29/a b.parquet";
    private static final String USED = "day=2026-11-29/b.parquet";

    @TempDir
    Path table;

    @BeforeEach
    void aTableWithAReplacedFile() throws IOException {
        Files.createDirectories(table.resolve("_delta_log"));
        Files.createDirectories(table.resolve("day=2026-11-29"));
        Files.createFile(table.resolve(REPLACED));
        Files.createFile(table.resolve(USED));
        Files.writeString(commit(0), "{\"add\":{\"path\":\"day=2026-11-29/a%20b.parquet\"}}\n");
        Files.writeString(commit(1), "{\"add\":{\"path\":\"day=2026-11-29/b.parquet\"}}\n"
                + "{\"remove\":{\"path\":\"day=2026-11-29/a%20b.parquet\"}}\n");
        Files.writeString(commit(2), "{\"commitInfo\":{}}\n");
    }

    @Test
    void nothingIsGone() {
        assertEquals(List.of(), found(WITHIN));
    }

    @Test
    void aFileThatIsReplacedMayBeGoneAfterTheRetentionOnly() throws IOException {
        Files.delete(table.resolve(REPLACED));

        assertEquals(1, found(WITHIN).size());
        assertEquals(List.of(), found(BEYOND));
    }

    @Test
    void aFileOfTheNewestVersionMayNeverBeGone() throws IOException {
        Files.delete(table.resolve(USED));

        assertEquals(1, found(BEYOND).size());
    }

    @Test
    void theFirstCommitsMayBeGoneAfterTheRetentionOnly() throws IOException {
        Files.delete(commit(0));

        assertEquals(1, found(WITHIN).size());
        assertEquals(List.of(), found(BEYOND));
    }

    @Test
    void noCommitMayBeGoneAfterOneThatIsThere() throws IOException {
        Files.delete(commit(1));

        assertEquals(1, found(BEYOND).size());
    }

    @Test
    void aWrongModificationTimeExcusesNothing() throws IOException {
        Files.delete(table.resolve(REPLACED));
        for (int version = 0; version < 3; version++) {
            Files.setLastModifiedTime(commit(version),
                    java.nio.file.attribute.FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        }

        assertEquals(1, found(WITHIN).size());
    }

    private Path commit(long version) {
        return table.resolve("_delta_log").resolve(String.format("%020d.json", version));
    }

    private List<String> found(Instant limit) {
        Discrepancies found = new Discrepancies();
        RetentionCheck.of(table, limit, found);
        assertEquals(found.named().size(), found.count(Discrepancy.FILE_GONE));
        return found.named();
    }
}
