package io.millrace.table.internal.merge;

import static io.millrace.table.Fixture.NOW;
import static io.millrace.table.Fixture.batch;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.MergeOutcome;
import io.millrace.table.TableUnavailableException;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.index.KeyIndex;
import io.millrace.table.internal.index.KeyLookup;
import io.millrace.table.internal.index.KeyReader;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.PassingLog;
import io.millrace.table.internal.log.kernel.KernelLog;
import io.millrace.table.internal.storage.ChangedStorage;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.internal.storage.TableStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaEventTableFailureTest {
    private static final Instant COMMITTED_AT = Instant.parse("2024-05-06T07:08:09Z");
    private static final IllegalStateException BUG = new IllegalStateException("a bug");

    @TempDir
    private Path folder;

    @Test
    void aProgrammingErrorOfTheLogIsNoReasonToRetry() {
        DeltaLog broken = new PassingLog(new KernelLog(new LocalStorage(), folder.toString(), "stream")) {
            @Override
            public CommitResult tryCommit(List<LogAction> actions) {
                throw BUG;
            }
        };
        try (EventTable table = open(broken, Clock.systemUTC())) {
            assertSame(BUG, assertThrows(RuntimeException.class, () -> table.merge(batch(0, 0, Visit.of("a", "1")))));
        }
    }

    @Test
    void aProgrammingErrorBelowKernelIsNoReasonToRetryAndTheBatchCanBeMergedLater() {
        BrokenStorage storage = new BrokenStorage();
        try (EventTable table = open(new KernelLog(storage, folder.toString(), "stream"), Clock.systemUTC())) {
            table.merge(batch(0, 0, Visit.of("a", "1")));
            storage.broken = true;
            RuntimeException error = assertThrows(RuntimeException.class,
                    () -> table.merge(batch(0, 1, Visit.of("b", "1"))));
            assertFalse(error instanceof TableUnavailableException, error::toString);
            // Kernel says what it was doing.
            assertSame(BUG, error.getCause());
            storage.broken = false;

            assertInstanceOf(MergeOutcome.Merged.class, table.merge(batch(0, 1, Visit.of("b", "1"))));
        }
    }

    @Test
    void commitsCarryTheTimeOfTheGivenClock() throws IOException {
        Clock clock = Clock.fixed(COMMITTED_AT, ZoneOffset.UTC);
        try (EventTable table = open(new KernelLog(new LocalStorage(), folder.toString(), "stream"), clock)) {
            table.merge(batch(0, 0, Visit.of("a", "1").at(NOW, "us")));
            table.merge(batch(0, 1, Visit.of("a", "1").revised(1, 2.0)));
            table.mark(Map.of("audit", 5L));
        }
        String time = "\"lastUpdated\":" + COMMITTED_AT.toEpochMilli();
        for (int version = 1; version <= 3; version++) {
            assertTrue(commit(version).contains(time), commit(version));
        }
        assertTrue(commit(2).contains("\"deletionTimestamp\":" + COMMITTED_AT.toEpochMilli()), commit(2));
    }

    private String commit(int version) throws IOException {
        return Files.readString(folder.resolve(String.format("_delta_log/%020d.json", version)));
    }

    private EventTable open(DeltaLog log, Clock clock) {
        TableStorage io = new LocalStorage();
        DataFiles files = new DataFiles(io, folder.toString(), clock);
        KeyReader keys = new KeyReader(files, Fixture.SHAPE.keys().orElseThrow());
        return new DeltaEventTable(folder.toString(), log, files, Fixture.SHAPE, new KeyIndex(keys, 1 << 20),
                new KeyLookup(keys), Long.MAX_VALUE / 4, clock);
    }

    /** Cannot write commits, because of an error in it. */
    private static final class BrokenStorage extends ChangedStorage {
        private boolean broken;

        @Override
        public Put putIfAbsent(String path, byte[] content) {
            if (broken && path.contains("_delta_log")) {
                throw BUG;
            }
            return super.putIfAbsent(path, content);
        }
    }
}
