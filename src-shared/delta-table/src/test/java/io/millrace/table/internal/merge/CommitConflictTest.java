package io.millrace.table.internal.merge;

import static io.millrace.table.Fixture.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import io.millrace.table.DeltaBackend;
import io.millrace.table.EventBatch;
import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.OtherOffsets;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableShape;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.WrittenFile;
import io.millrace.table.internal.index.KeyIndex;
import io.millrace.table.internal.index.KeyLookup;
import io.millrace.table.internal.index.KeyReader;
import io.millrace.table.internal.keys.KeyBatch;
import io.millrace.table.internal.log.CommitResult;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.InterposedLog;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.PassingLog;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.log.kernel.KernelLog;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.mergerule.EventKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The result of a plan that lost a race, and that a writer that loses each race commits in the end. */
class CommitConflictTest {
    private static final EventKey NEW = new EventKey("new", "1");
    private static final EventKey KEPT_OUT = new EventKey("a", "1");

    @TempDir
    Path folder;
    private EventTable other;

    @BeforeEach
    void aTable() {
        other = new DeltaBackend(folder).open(Fixture.SHAPE, "other");
        other.merge(batch(7, 0, Visit.of("a", "1")));
    }

    private static MergePlan.NewKeys newKeys() {
        BitSet first = new BitSet();
        first.set(0);
        return new MergePlan.NewKeys(KeyBatch.of(List.of(NEW), 0), first);
    }

    private static MergePlan plan(Set<String> removed) {
        return new MergePlan(List.of(), List.of(), removed, newKeys(),
                Map.of(KEPT_OUT, "held"),
                new OffsetTrim.Remaining(new EventBatch(new TableShape(List.of(), List.of(), Optional.empty())),
                        new int[0], 0, Map.of("mark", 5L), Map.of("mark", 3L), "topic", 0, OtherOffsets.Counts.NONE,
                        List.of()),
                new MergePlan.Counts(1, 0, 0));
    }

    private static CommitConflict judge(MergePlan plan, long mark, TableState.Change since, boolean stored,
            Map<EventKey, String> held)
            throws Exception {
        TableState state = new TableState("id", 1, List.of(), List.of(), Map.of(), Map.of("mark", mark));
        return CommitConflict.of(plan, state, since, new CommitConflict.Inquiry() {
            @Override
            public boolean allStored(java.util.Collection<WrittenFile> files) {
                return stored;
            }

            @Override
            public Map<EventKey, String> heldBy(Set<String> addedFiles, KeyBatch keys) {
                assertEquals(since.added(), addedFiles);
                Map<EventKey, String> found = new HashMap<>(held);
                found.keySet().retainAll(keys.keys());
                return found;
            }
        });
    }

    @Test
    void eachThingThatOthersDoHasItsName() throws Exception {
        TableState.Change change = new TableState.Change(Set.of("theirs"), Set.of("small"), false);

        MergePlan plan = plan(Set.of("mine"));

        assertEquals(new CommitConflict.Harmless(plan), judge(plan, 3, change, true, Map.of()));
        assertEquals(new CommitConflict.KeysInserted(Set.of(NEW)), judge(plan, 3, change, true, Map.of(NEW, "theirs")));
        assertEquals(new CommitConflict.FilesRewritten(Set.of("small")),
                judge(plan(Set.of("small", "mine")), 3, change, true, Map.of()));
        assertEquals(new CommitConflict.WatermarkMoved(), judge(plan(Set.of()), 4, change, true, Map.of()));
        assertEquals(new CommitConflict.OwnFilesGone(), judge(plan(Set.of()), 3, change, false, Map.of()));
        assertEquals(new CommitConflict.TableChanged(),
                judge(plan(Set.of()), 3, new TableState.Change(Set.of(), Set.of(), true), true, Map.of()));
    }

    @Test
    void aRowThatKeepsADeliveryOutIsFollowedToItsNewFileAndMissedWhenItIsDeleted() throws Exception {
        MergePlan plan = plan(Set.of());
        TableState.Change rewritten = new TableState.Change(Set.of("rewritten"), Set.of("held"), false);
        TableState.Change again = new TableState.Change(Set.of(), Set.of("rewritten"), false);

        assertEquals(new CommitConflict.RowsDeleted(Set.of(KEPT_OUT)), judge(plan, 3, rewritten, true, Map.of()));
        var harmless = assertInstanceOf(CommitConflict.Harmless.class,
                judge(plan, 3, rewritten, true, Map.of(KEPT_OUT, "rewritten")));
        assertEquals(new CommitConflict.RowsDeleted(Set.of(KEPT_OUT)),
                judge(harmless.plan(), 3, again, true, Map.of()));
    }

    @Test
    void anEventWhoseRowIsDeletedWhileItsMergeTakesItForADuplicateIsInserted() throws Exception {
        LocalStorage io = new LocalStorage();
        DataFiles files = new DataFiles(io, folder.toString(), Clock.systemUTC());
        KeyReader scan = new KeyReader(files, Fixture.SHAPE.keys().orElseThrow());
        String held = onlyDataFile();
        DeltaLog log = new InterposedLog(new KernelLog(io, folder.toString(), "slow"), () -> deleteAllRows(held));

        try (EventTable slow = new DeltaEventTable(folder.toString(), log, files, Fixture.SHAPE,
                new KeyIndex(scan, 1 << 24), new KeyLookup(scan), Long.MAX_VALUE / 4, Clock.systemUTC())) {
            assertEquals(new MergeOutcome.Merged(3, 2, 0, 0, 0, 2),
                    slow.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1"))));
        }
        assertEquals(Set.of("a", "b"), Set.copyOf(new DeltaBackend(folder).values("pk")));
    }

    /** As Spark's DELETE does it, in version 2. */
    private void deleteAllRows(String file) {
        try {
            Files.writeString(folder.resolve("_delta_log").resolve(String.format("%020d.json", 2)),
                    "{'remove':{'path':'FILE','deletionTimestamp':1,'dataChange':true}}\n".replace('\'', '"')
                            .replace("FILE", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String onlyDataFile() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .map(file -> folder.relativize(file).toString()).findFirst().orElseThrow();
        }
    }

    /** The log of a slow writer: others get in before each of its plans that is larger than theirs. */
    private final class OvertakenLog extends PassingLog {
        private static final int ROWS_OF_OTHERS = 8;

        private List<String> before = List.of();
        private long offset = 1;

        OvertakenLog(DeltaLog log) {
            super(log);
        }

        @Override
        public CommitResult tryCommit(List<LogAction> actions) {
            List<String> plan = actions.stream().filter(LogAction.AddFile.class::isInstance)
                    .map(action -> ((LogAction.AddFile) action).file().path()).toList();
            if (!plan.equals(before) && added(actions) > ROWS_OF_OTHERS) {
                before = plan;
                other.merge(batch(7, offset, Visit.of("a", "1").revised(offset, offset)));
                offset++;
            }
            return super.tryCommit(actions);
        }

        private static long added(List<LogAction> actions) {
            return actions.stream()
                    .mapToLong(action -> action instanceof LogAction.AddFile add ? add.file().rows() : 0).sum();
        }
    }

    @Test
    void aWriterOfLargeMergesThatOthersAlwaysOvertakeGetsThroughInSmallerOnes() {
        LocalStorage io = new LocalStorage();
        DataFiles files = new DataFiles(io, folder.toString(), Clock.systemUTC());
        KeyReader scan = new KeyReader(files, Fixture.SHAPE.keys().orElseThrow());
        // It revises the row that the others revise, so that each of their commits makes its plan obsolete.
        Visit[] visits = Fixture.visits(0, 64);
        for (int i = 0; i < visits.length; i += 4) {
            visits[i] = Visit.of("a", "1").revised(1_000_000L + i, 1);
        }
        MicroBatch large = batch(0, 0, visits);

        try (EventTable slow = new DeltaEventTable(folder.toString(),
                new OvertakenLog(new KernelLog(io, folder.toString(), "slow")), files, Fixture.SHAPE,
                new KeyIndex(scan, 1 << 24), new KeyLookup(scan), Long.MAX_VALUE / 4, Clock.systemUTC())) {
            var outcome = assertInstanceOf(MergeOutcome.Merged.class, slow.merge(large));

            assertTrue(outcome.attempts() > 6, "it was never overtaken: " + outcome);
            assertEquals(48, outcome.inserted());
            assertEquals(OptionalLong.of(64), slow.watermark(new SourcePartition(Fixture.TOPIC_ID, 0)));
        }
        assertEquals(49, new DeltaBackend(folder).values("pk").stream().distinct().count());
        assertEquals(49, new DeltaBackend(folder).values("pk").size());
        assertTrue(new DeltaBackend(folder).values("revision").contains(1_000_060L));
    }
}
