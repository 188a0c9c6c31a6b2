package io.millrace.table.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.millrace.table.Column;
import io.millrace.table.ColumnType;
import io.millrace.table.TableShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SleepingWriterTest {
    @TempDir
    Path folder;

    /** The storage of a process that is put to sleep right before it writes version 1, and woken days later. */
    private FileIO sleepingBeforeVersionOne(Runnable meanwhile) {
        LocalStorage io = new LocalStorage();
        return (FileIO) Proxy.newProxyInstance(FileIO.class.getClassLoader(), new Class<?>[]{FileIO.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("newOutputFile") && arguments[0].equals(commitFile(1).toString())) {
                        meanwhile.run();
                    }
                    try {
                        return method.invoke(io, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aCommitInThePartOfTheLogThatIsGoneIsLost() {
        DeltaLog other = new KernelLog(new LocalStorage(), folder.toString(), "other");
        DeltaLog sleeper = new KernelLog(sleepingBeforeVersionOne(() -> {
            other.advance();
            for (int i = 1; i <= 45; i++) {
                commit(other, i);
            }
            awaitCheckpoint(other, 40);
            for (int version = 0; version < 40; version++) {
                assertTrue(commitFile(version).toFile().delete());
            }
        }), folder.toString(), "sleeper");
        try {
            sleeper.create(new TableShape(List.of(new Column("a", new ColumnType.Text(), false)), List.of(),
                    Optional.empty()));
            sleeper.advance();

            CommitResult late = commit(sleeper, 99);

            assertInstanceOf(CommitResult.Lost.class, late, late.toString());
            assertFalse(Files.exists(commitFile(1)));
            sleeper.advance();
            assertEquals(45, sleeper.state().orElseThrow().version());
            assertInstanceOf(CommitResult.Committed.class, commit(sleeper, 99));
            assertTrue(Files.exists(commitFile(46)));
        } finally {
            sleeper.close();
            other.close();
        }
    }

    private Path commitFile(long version) {
        return folder.resolve(String.format("_delta_log/%020d.json", version));
    }

    private static CommitResult commit(DeltaLog log, long value) {
        List<Row> actions = List.of(LogActions.mark("mark", value, 0));
        return log.tryCommit(actions);
    }

    private void awaitCheckpoint(DeltaLog log, long version) {
        for (int i = 0; i < 200 && log.lastCheckpoint() < version; i++) {
            Backoff.after(5);
        }
        assertTrue(log.lastCheckpoint() >= version, "no checkpoint was written");
    }
}
