package io.millrace.table.internal;

import static io.millrace.table.Fixture.DAY;
import static io.millrace.table.Fixture.NOW;
import static io.millrace.table.Fixture.TOPIC_ID;
import static io.millrace.table.Fixture.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

import io.millrace.table.DeltaBackend;
import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.MemoryBackend;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableShape;
import io.millrace.table.TableUnavailableException;
import io.millrace.table.WriterOptions;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.FaultyStorage;
import io.millrace.table.internal.storage.FaultyStorage.Fault;
import io.millrace.table.internal.storage.TableStorage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every step to the storage fails once in every way, one after the other: nothing is lost, nothing is there twice. */
@Tag("slow")
class StorageFaultTest {
    private static final int CHECKPOINT_VERSION = 20;
    /** A checkpoint reads the whole log; every third step of it is enough. */
    private static final int CHECKPOINT_STRIDE = 3;
    private static final String PARQUET_MAGIC = "PAR1";
    private static final MicroBatch FIRST = batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1"), Visit.of("c", "1"));
    /** Inserts into two partitions, meets a duplicate and rewrites a file for a revision. */
    private static final MicroBatch SECOND = batch(0, 3, Visit.of("d", "1"), Visit.of("e", "1").at(NOW + DAY, "us"),
            Visit.of("a", "1"), Visit.of("b", "1").revised(1, 2.0));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aMergeSurvivesTheFaultAtEveryStep(Fault fault) throws IOException {
        Path template = folder.resolve("template");
        try (EventTable table = new DeltaBackend(template).open(Fixture.SHAPE, "stream")) {
            table.merge(FIRST);
        }

        int steps = failAtSteps(1, fault, template, List.of(FIRST), SECOND);

        assertTrue(steps >= 15, "only " + steps + " steps reached the storage");
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "ANSWER_LOST", "NAME_TAKEN_BY_OURSELVES"})
    void aMergeThatAddsAColumnSurvivesTheFaultAtEveryStep(Fault fault) throws IOException {
        Path template = folder.resolve("template");
        try (EventTable table = new DeltaBackend(template).open(Fixture.SHAPE, "stream")) {
            table.merge(FIRST);
        }
        List<Column> columns = new ArrayList<>(Fixture.SHAPE.columns());
        columns.add(new Column("note", new ColumnType.Text(), false));
        TableShape wider = new TableShape(columns, Fixture.SHAPE.partitionColumns(), Fixture.SHAPE.keys());

        int steps = failAtSteps(1, fault, template, List.of(FIRST),
                new MicroBatch(wider, TOPIC_ID, Fixture.rows(SECOND), SECOND.ranges()));

        assertTrue(steps >= 20, "only " + steps + " steps reached the storage");
    }

    @ParameterizedTest
    @EnumSource
    void theMergeThatMakesTheTableSurvivesTheFaultAtEveryStep(Fault fault) throws IOException {
        int steps = failAtSteps(1, fault, folder.resolve("nothing"), List.of(), FIRST);

        assertTrue(steps >= 8, "only " + steps + " steps reached the storage");
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "CRASH_AFTER"})
    void aMergeWithACheckpointSurvivesTheFault(Fault fault) throws IOException {
        Path template = folder.resolve("template");
        List<MicroBatch> before = new ArrayList<>();
        try (EventTable table = new DeltaBackend(template).open(Fixture.SHAPE, "stream")) {
            for (int i = 0; i < CHECKPOINT_VERSION - 1; i++) {
                before.add(batch(0, i, Visit.of("pk" + i % 7, "1").revised(i, i)));
                table.merge(before.getLast());
            }
        }

        int steps = failAtSteps(CHECKPOINT_STRIDE, fault, template, before,
                batch(0, CHECKPOINT_VERSION - 1, Visit.of("new", "1"), Visit.of("pk3", "1")));

        assertTrue(steps >= 20, "only " + steps + " steps reached the storage");
    }

    private int failAtSteps(int stride, Fault fault, Path template, List<MicroBatch> before,
            MicroBatch batch)
            throws IOException {
        MemoryBackend lawful = new MemoryBackend();
        try (EventTable oracle = lawful.open(Fixture.SHAPE, "oracle")) {
            before.forEach(oracle::merge);
            oracle.merge(batch);
        }
        for (int step = 1;; step += stride) {
            Path place = folder.resolve(fault + "-" + step);
            copy(template, place);
            String title = fault + " at step " + step;
            FaultyStorage storage = new FaultyStorage();
            EventTable table = open(place, storage);
            if (!before.isEmpty()) {
                table.status();
            }
            storage.failAt(step, fault);
            try {
                table.merge(batch);
            } catch (TableUnavailableException e) {
                assertTrue(String.valueOf(e.getMessage()).contains(place.toString()), title + ": " + e.getMessage());
            } catch (FaultyStorage.Crash e) {
                assertTrue(storage.crashed());
            } catch (OutOfMemoryError e) {
                assertEquals(Fault.OUT_OF_MEMORY, fault);
            }
            boolean byAnother = storage.crashed() || stride > 1;
            if (byAnother) {
                table.close(); // which waits for a checkpoint
            }
            if (!storage.failed()) {
                table.close();
                return step - 1;
            }
            storage.mend();
            assertNoFileIsHalfWritten(place, title);
            if (fault == Fault.ERROR || fault == Fault.DISK_FULL) {
                assertNoTemporaryFileIsLeft(place, title);
            }

            try (EventTable again = byAnother ? new DeltaBackend(place).open(Fixture.SHAPE, "batch") : table) {
                MergeOutcome outcome = again.merge(batch);
                assertFalse(outcome instanceof MergeOutcome.OffsetGap, title + ": " + outcome);
                long until = batch.ranges().values().iterator().next().until();
                assertEquals(OptionalLong.of(until), again.watermark(new SourcePartition(TOPIC_ID, 0)), title);
            }
            assertEquals(sorted(lawful.rows()), sorted(new DeltaBackend(place).rows()), title);
        }
    }

    private static EventTable open(Path folder, TableStorage io) {
        return TableFactory.open(folder.toString(), Fixture.SHAPE,
                new WriterOptions("stream", Duration.ofDays(30), 64L << 20), io, BoundedParallelIo.IN_TURN,
                Clock.systemUTC());
    }

    private static List<String> sorted(List<? extends java.util.Map<String, ?>> rows) {
        return rows.stream().map(row -> new java.util.TreeMap<>(row).toString()).sorted().toList();
    }

    private static void assertNoFileIsHalfWritten(Path place, String title) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertTrue(text.length() > 2 * PARQUET_MAGIC.length() && text.endsWith(PARQUET_MAGIC),
                        title + " left " + file);
            }
        }
    }

    private static void assertNoTemporaryFileIsLeft(Path place, String title) throws IOException {
        if (Files.exists(place)) {
            try (Stream<Path> files = Files.walk(place)) {
                assertEquals(List.of(), files.filter(f -> f.toString().endsWith(".tmp")).toList(), title);
            }
        }
    }

    static void copy(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
    }
}
