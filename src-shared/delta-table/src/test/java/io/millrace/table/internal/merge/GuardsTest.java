package io.millrace.table.internal.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.millrace.table.DeltaBackend;
import io.millrace.table.EventTable;
import io.millrace.table.RandomCases;
import io.millrace.table.RandomHistory;
import io.millrace.table.TableBackend;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.index.KeyIndex;
import io.millrace.table.internal.index.KeyLookup;
import io.millrace.table.internal.index.KeyReader;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.PassingLog;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.log.kernel.KernelLog;
import io.millrace.table.internal.storage.ChangedStorage;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.internal.storage.TableStorage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests of the table go red when a guard is off: each guard is replaced by one that does nothing, and the random
 * histories, which {@code DeltaEventTableTest} runs on the whole table, must find out.
 */
class GuardsTest {
    private static final int HISTORIES = 40;
    private static final int HISTORIES_OF_THE_WHOLE = RandomCases.of(20);
    private static final long HORIZON_MICROS = 30L * 86_400_000_000L;
    /** So far back that no file is within it: no key is ever looked up. */
    private static final long NO_HORIZON = Long.MIN_VALUE / 4;

    private static final Parts WHOLE = new Parts(new LocalStorage(), log -> log, HORIZON_MICROS);

    @TempDir
    Path folder;

    /** What a writer is made of; a broken one has another part in one place. */
    private record Parts(TableStorage io, UnaryOperator<DeltaLog> log, long horizonMicros) {
        EventTable open(Path folder, TableShape shape, String writer) {
            String location = folder.toAbsolutePath().toString();
            DataFiles files = new DataFiles(io, location, Clock.systemUTC());
            KeyReader scan = new KeyReader(files, shape.keys().orElseThrow());
            return new DeltaEventTable(location, log.apply(new KernelLog(io, location, writer)), files, shape,
                    new KeyIndex(scan, 1L << 20), new KeyLookup(scan), horizonMicros, Clock.systemUTC());
        }
    }

    @Test
    void allIsLawfulWithEveryGuardOn() throws Exception {
        for (int seed = 0; seed < HISTORIES_OF_THE_WHOLE; seed++) {
            assertEquals(List.of(), new RandomHistory(seed).inTurns(place(WHOLE, "turns" + seed)));
            assertEquals(List.of(), new RandomHistory(seed).atOnce(place(WHOLE, "once" + seed)));
        }
    }

    @Test
    void withoutTheKeyCheckTheHistoriesFindDuplicates() throws Exception {
        Parts broken = new Parts(new LocalStorage(), log -> log, NO_HORIZON);

        assertFoundInTurns("more than one row", broken);
    }

    @Test
    void withoutTheConflictCheckTheHistoriesFindDuplicates() throws Exception {
        Parts broken = new Parts(new LocalStorage(), RebasingLog::new, HORIZON_MICROS);

        assertFoundAtOnce("more than one row", broken);
    }

    @Test
    void whenALostRaceIsTakenForACommitTheHistoriesFindLosses() throws Exception {
        Parts broken = new Parts(new LocalStorage(), BoastingLog::new, HORIZON_MICROS);

        assertFoundAtOnce("should be", broken);
    }

    @Test
    void withoutTheWatermarkTheHistoriesFindLossesAndGapsThatWereMerged() throws Exception {
        Parts broken = new Parts(new LocalStorage(), ForgetfulLog::new, HORIZON_MICROS);

        assertFoundInTurns("expected OffsetGap", broken);
        folder = folder.resolve("again");
        assertFoundInTurns("should be", broken);
    }

    @Test
    void withoutPutIfAbsentTheHistoriesFindLosses() throws Exception {
        Parts broken = new Parts(new OverwritingStorage(), log -> log, HORIZON_MICROS);

        assertFoundAtOnce("is null", broken);
    }

    private void assertFoundInTurns(String symptom, Parts broken) throws Exception {
        assertFound(symptom, seed -> new RandomHistory(seed).inTurns(place(broken, "turns" + seed)));
    }

    private void assertFoundAtOnce(String symptom, Parts broken) throws Exception {
        assertFound(symptom, seed -> new RandomHistory(seed).atOnce(place(broken, "once" + seed)));
    }

    private interface History {
        List<String> violations(int seed) throws Exception;
    }

    private static void assertFound(String symptom, History history) throws Exception {
        List<String> all = new ArrayList<>();
        for (int seed = 0; seed < HISTORIES; seed++) {
            try {
                List<String> violations = history.violations(seed);
                if (violations.stream().anyMatch(v -> v.contains(symptom))) {
                    return;
                }
                all.addAll(violations);
            } catch (TableRefusedException e) {
                // A listing of _delta_log can miss a file while another is renamed over it. The guard that is off lets
                // that happen, so it is not the symptom, and the next history is tried.
                all.add(String.valueOf(e.getMessage()));
            }
        }
        fail("nobody noticed; what was found instead: " + all);
    }

    private TableBackend place(Parts parts, String name) {
        Path at = folder.resolve(name);
        DeltaBackend reader = new DeltaBackend(at);
        return new TableBackend() {
            @Override
            public EventTable open(TableShape shape, String writer) {
                return withTrueWatermarks(parts.open(at, shape, writer), reader.open(shape, "checker"));
            }

            @Override
            public List<Map<String, @Nullable Object>> rows() {
                return reader.rows();
            }

            @Override
            public List<Column> columns() {
                return reader.columns();
            }
        };
    }

    /** A broken writer must not be believed in what it says of itself: watermarks are read by a whole one. */
    private static EventTable withTrueWatermarks(EventTable broken, EventTable whole) {
        return (EventTable) Proxy.newProxyInstance(EventTable.class.getClassLoader(), new Class<?>[]{EventTable.class},
                (proxy, method, arguments) -> {
                    try {
                        if (method.getName().equals("close")) {
                            whole.close();
                        }
                        return method.invoke(method.getName().equals("watermark") ? whole : broken, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Puts a stale merge on top of what others committed, as Kernel's own retry does. */
    private static final class RebasingLog extends PassingLog {
        RebasingLog(DeltaLog log) {
            super(log);
        }

        @Override
        public CommitResult tryCommit(List<LogAction> actions) {
            CommitResult result = log.tryCommit(actions);
            while (result instanceof CommitResult.Conflict) {
                log.advance();
                result = log.tryCommit(actions);
            }
            return result;
        }
    }

    /** Says that it committed what it did not. */
    private static final class BoastingLog extends PassingLog {
        BoastingLog(DeltaLog log) {
            super(log);
        }

        @Override
        public CommitResult tryCommit(List<LogAction> actions) {
            CommitResult result = log.tryCommit(actions);
            return result instanceof CommitResult.Conflict ? new CommitResult.Committed(0) : result;
        }
    }

    /** Knows every file and no watermark. */
    private static final class ForgetfulLog extends PassingLog {
        ForgetfulLog(DeltaLog log) {
            super(log);
        }

        @Override
        public Optional<TableState> state() {
            return log.state()
                    .map(known -> new TableState(known.id(), known.version(), known.columns(), known.partitionColumns(),
                            known.files(), Map.of()));
        }
    }

    /** Renames commits into place, over whatever is there. */
    private static final class OverwritingStorage extends ChangedStorage {
        @Override
        public Put putIfAbsent(String path, byte[] content) {
            try {
                replace(path, content);
                return new Put.Created();
            } catch (IOException e) {
                return new Put.Unconfirmed(e);
            }
        }
    }
}
