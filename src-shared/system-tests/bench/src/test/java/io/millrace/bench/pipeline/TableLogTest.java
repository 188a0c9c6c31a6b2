package io.millrace.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableLogTest {
    @TempDir
    private Path table = Path.of("");

    @Test
    void aTableThatIsNotThereHasNothing() throws IOException {
        assertEquals(new TableLog.State(0, 0, 0, 0, 0, 0, 0), new TableLog(table).read());
    }

    @Test
    void eachCommitIsAddedUpOnce() throws IOException {
        // given
        TableLog log = new TableLog(table);
        commit(0, """
                {"commitInfo":{"operation":"CREATE TABLE"}}
                {"metaData":{"id":"x"}}
                """);
        commit(1, """
                {"txn":{"appId":"millrace/topic/0","version":70}}
                {"txn":{"appId":"millrace/topic/1","version":30}}
                {"add":{"path":"a","size":1000,"stats":"{\\"numRecords\\":60}"}}
                {"add":{"path":"b","size":500,"stats":"{\\"numRecords\\":35}"}}
                """);
        assertEquals(new TableLog.State(2, 100, 0, 2, 2, 95, 1_500), log.read());
        // when
        commit(2, """
                {"txn":{"appId":"millrace/topic/0","version":90}}
                {"txn":{"appId":"millrace-audit/topic/0","version":70}}
                {"remove":{"path":"b"}}
                {"add":{"path":"c","size":700,"stats":"{\\"numRecords\\":55}"}}
                """);
        // then
        assertEquals(new TableLog.State(3, 120, 70, 3, 2, 115, 1_700), log.read());
        assertEquals(new TableLog.State(3, 120, 70, 3, 2, 115, 1_700), log.read());
    }

    private void commit(int version, String actions) throws IOException {
        Path log = Files.createDirectories(table.resolve("_delta_log"));
        Files.writeString(log.resolve("%020d.json".formatted(version)), actions);
    }
}
