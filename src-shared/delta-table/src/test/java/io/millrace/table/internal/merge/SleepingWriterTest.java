package io.millrace.table.internal.merge;

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

import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.log.Backoff;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.kernel.KernelLog;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.internal.storage.TableStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SleepingWriterTest {
    private static final TableShape SHAPE = new TableShape(List.of(new Column("a", new ColumnType.Text(), false)),
            List.of(), Optional.empty());

    @TempDir
    Path folder;

    /** The storage of a process that is put to sleep right before it writes version 1, and woken days later. */
    private TableStorage sleepingBeforeVersionOne(Runnable meanwhile) {
        LocalStorage io = new LocalStorage();
        return (TableStorage) Proxy.newProxyInstance(TableStorage.class.getClassLoader(),
                new Class<?>[]{TableStorage.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("putIfAbsent") && arguments[0].equals(commitFile(1).toString())) {
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
            sleeper.create(SHAPE);
            sleeper.advance();

            CommitResult late = commit(sleeper, 99);

            assertInstanceOf(CommitResult.Conflict.class, late, late.toString());
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

    @Test
    void aCommitOnTopOfATableThatWasReplacedInThisMomentIsTakenBack() {
        DeltaLog other = new KernelLog(new LocalStorage(), folder.toString(), "other");
        DeltaLog sleeper = new KernelLog(sleepingBeforeVersionOne(() -> {
            assertTrue(commitFile(0).toFile().delete());
            other.create(SHAPE);
        }), folder.toString(), "sleeper");
        try {
            sleeper.create(SHAPE);
            sleeper.advance();

            CommitResult late = commit(sleeper, 99);

            assertInstanceOf(CommitResult.Conflict.class, late, late.toString());
            assertFalse(Files.exists(commitFile(1)));
            assertTrue(sleeper.advance().reloaded());
            assertEquals(1, sleeper.replacements());
            other.advance();
            assertEquals(other.state(), sleeper.state());
        } finally {
            sleeper.close();
            other.close();
        }
    }

    @Test
    void aTableThatWasReplacedBeforeTheCommitIsLeftAlone() {
        DeltaLog other = new KernelLog(new LocalStorage(), folder.toString(), "other");
        boolean[] begun = {false};
        DeltaLog sleeper = new KernelLog(sleepingBeforeVersionOne(() -> begun[0] = true), folder.toString(), "sleeper");
        try {
            sleeper.create(SHAPE);
            sleeper.advance();
            assertTrue(commitFile(0).toFile().delete());
            other.create(SHAPE);

            assertInstanceOf(CommitResult.Conflict.class, commit(sleeper, 99));

            assertFalse(begun[0], "the commit was begun");
        } finally {
            sleeper.close();
            other.close();
        }
    }

    private Path commitFile(long version) {
        return folder.resolve(String.format("_delta_log/%020d.json", version));
    }

    private static CommitResult commit(DeltaLog log, long value) {
        return log.tryCommit(List.of(new LogAction.SetTransaction("mark", value, 0)));
    }

    private void awaitCheckpoint(DeltaLog log, long version) {
        for (int i = 0; i < 200 && log.lastCheckpoint() < version; i++) {
            Backoff.after(5);
        }
        assertTrue(log.lastCheckpoint() >= version, "no checkpoint was written");
    }
}
