package io.millrace.table.internal.log.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.log.Backoff;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.storage.ChangedStorage;
import io.millrace.table.internal.storage.FileInfo;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.internal.storage.ReadableFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit costs the same however many there were since the last checkpoint: what is known is not read again. */
class LogReadingTest {
    @TempDir
    Path folder;

    private final List<String> read = new ArrayList<>();
    private int listed;
    private DeltaLog log;
    private DeltaLog other;

    @BeforeEach
    void makeTable() {
        log = new KernelLog(new ChangedStorage() {
            @Override
            public ReadableFile file(String path, long size) {
                if (path.contains("_delta_log")) {
                    read.add(path.substring(path.lastIndexOf('/') + 1));
                }
                return super.file(path, size);
            }

            @Override
            public List<FileInfo> listFrom(String path) throws IOException {
                listed++;
                return super.listFrom(path);
            }
        }, folder.toString(), "this");
        other = new KernelLog(new LocalStorage(), folder.toString(), "other");
        log.create(new TableShape(List.of(new Column("a", new ColumnType.Text(), false)), List.of(), Optional.empty()));
        log.advance();
        other.advance();
        for (int i = 1; i <= 5; i++) {
            commit(log, i);
        }
        forget();
    }

    @AfterEach
    void close() {
        log.close();
        other.close();
    }

    private void forget() {
        read.clear();
        listed = 0;
    }

    private static String commitFile(long version) {
        return String.format("%020d.json", version);
    }

    private static void commit(DeltaLog log, long value) {
        assertInstanceOf(CommitResult.Committed.class,
                log.tryCommit(List.of(new LogAction.SetTransaction("mark", value, 0))));
    }

    @Test
    void aCommitOnTopOfOursReadsNothingOfTheLog() {
        log.advance();
        commit(log, 6);

        assertEquals(List.of(), read);
        assertEquals(0, listed);
    }

    @Test
    void aCommitOnTopOfAnothersReadsThatOneAlone() {
        other.advance();
        commit(other, 6);

        log.advance();
        commit(log, 7);

        assertEquals(List.of(commitFile(6)), read);
        assertEquals(1, listed);
    }

    /** Versions that carried the names of all commits before them would grow without limit. */
    @Test
    void manyVersionsLaterTheLogIsReadFromItsCheckpoint() {
        for (int i = 6; i <= 101; i++) {
            commit(log, i);
        }
        for (int i = 0; i < 200 && log.lastCheckpoint() < 100; i++) {
            Backoff.after(5);
        }
        forget();

        commit(log, 102);
        assertTrue(listed > 0);
        assertFalse(read.contains(commitFile(99)), () -> "read " + read);
        forget();
        commit(log, 103);

        assertEquals(0, listed);
        assertEquals(103, log.state().orElseThrow().version());
    }
}
