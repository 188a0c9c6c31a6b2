package io.millrace.table.internal;

import static io.millrace.table.Fixture.DAY;
import static io.millrace.table.Fixture.NOW;
import static io.millrace.table.Fixture.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.table.DeltaBackend;
import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.MemoryBackend;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableUnavailableException;
import io.millrace.table.WriterOptions;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.FaultyStorage;
import io.millrace.table.internal.storage.LocalStorage;
import org.jspecify.annotations.Nullable;

/**
 * TableFactory as faults of the storage leave them, for other readers to read: one of each kind that a merge leaves when any of
 * its steps that write fails, up to the checkpoint after it, and the same once another writer went on. Steps that only
 * read leave nothing that is not among them.
 */
public final class FaultTables {
    /** A crash after a step leaves what one before the next leaves, and a name taken by ourselves what a lost answer does. */
    private static final Set<FaultyStorage.Fault> FAULTS = EnumSet.complementOf(
            EnumSet.of(FaultyStorage.Fault.CRASH_AFTER, FaultyStorage.Fault.NAME_TAKEN_BY_OURSELVES,
                    FaultyStorage.Fault.OUT_OF_MEMORY));
    private static final int CHECKPOINT_VERSION = 40;
    private static final MicroBatch FAULTED = batch(0, CHECKPOINT_VERSION - 1, Visit.of("new", "1"),
            Visit.of("pk3", "1"), Visit.of("pk4", "1").revised(99, 2.0), Visit.of("far", "1").at(NOW + DAY, "us"));
    private static final MicroBatch NEXT = batch(0, CHECKPOINT_VERSION + 3, Visit.of("last", "1"),
            Visit.of("new", "1"));

    private final Path folder;
    private final List<MicroBatch> before = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();
    private final Set<Set<String>> kinds = new HashSet<>();

    private FaultTables(Path folder) {
        this.folder = folder;
    }

    /**
     * A table and what must be in it.
     *
     * @param name
     *            what happened to it
     * @param folder
     *            where it is
     * @param version
     *            its newest version, by the names in its log
     * @param rows
     *            what the merge law says of the batches that are in it, computed without it
     */
    public record Left(String name, Path folder, long version, List<Map<String, @Nullable Object>> rows) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Makes them, below a folder. */
    public static List<Left> write(Path folder) throws IOException {
        FaultTables tables = new FaultTables(folder);
        Path template = folder.resolve("template");
        tables.writeTemplate(template);
        for (FaultyStorage.Fault fault : FAULTS) {
            int step = 1;
            while (tables.failAt(fault, step, template)) {
                step++;
            }
        }
        return List.copyOf(tables.left);
    }

    private void writeTemplate(Path template) {
        try (EventTable table = new DeltaBackend(template).open(Fixture.SHAPE, "stream")) {
            for (int i = 0; i < CHECKPOINT_VERSION - 1; i++) {
                before.add(batch(0, i, Visit.of("pk" + i % 5, "1").at(NOW, i % 2 == 0 ? "eu" : "us").revised(i, i)));
                table.merge(before.getLast());
            }
        }
    }

    /** Tells whether there is such a step. */
    private boolean failAt(FaultyStorage.Fault fault, int step, Path template) throws IOException {
        Path table = folder.resolve(fault + "-" + step);
        StorageFaultTest.copy(template, table);
        FaultyStorage storage = new FaultyStorage();
        try (EventTable writer = TableFactory.open(table.toString(), Fixture.SHAPE,
                new WriterOptions("stream", Duration.ofDays(30), 64L << 20), storage,
                BoundedParallelIo.IN_TURN, Clock.systemUTC())) {
            writer.status();
            storage.failAtWrite(step, fault);
            writer.merge(FAULTED);
        } catch (TableUnavailableException | FaultyStorage.Crash expected) {
            // What the writer says is asserted where its own reading is: StorageFaultTest.
        }
        if (storage.crashed()) {
            Path commit = table.resolve("_delta_log").resolve(String.format("%020d.json", CHECKPOINT_VERSION));
            Files.writeString(LocalStorage.temporary(commit), "{\"txn\":{\"appId\":\"half");
        }
        if (storage.failed() && kinds.add(kind(table))) {
            List<MicroBatch> merged = new ArrayList<>(before);
            if (version(table) >= CHECKPOINT_VERSION) {
                merged.add(FAULTED);
            }
            String name = fault + " at write " + step;
            Path copy = folder.resolve(table.getFileName() + "-left");
            StorageFaultTest.copy(table, copy);
            left.add(new Left(name, copy, version(copy), byLaw(merged)));
            left.add(goneOn(name + ", then another writer", table));
        }
        return storage.failed();
    }

    private Left goneOn(String name, Path table) throws IOException {
        try (EventTable writer = new DeltaBackend(table).open(Fixture.SHAPE, "batch")) {
            writer.merge(FAULTED);
            writer.merge(NEXT);
        }
        List<MicroBatch> merged = new ArrayList<>(before);
        merged.addAll(List.of(FAULTED, NEXT));
        return new Left(name, table, version(table), byLaw(merged));
    }

    static List<Map<String, @Nullable Object>> byLaw(List<MicroBatch> batches) {
        MemoryBackend lawful = new MemoryBackend();
        try (EventTable oracle = lawful.open(Fixture.SHAPE, "oracle")) {
            batches.forEach(oracle::merge);
        }
        return lawful.rows();
    }

    /** The names of its files, but for what is random in them, each with how many there are. */
    private static Set<String> kind(Path table) throws IOException {
        try (Stream<Path> files = Files.walk(table)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> table.relativize(file).toString().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "*"))
                    .collect(Collectors.groupingBy(name -> name, Collectors.counting())).entrySet().stream()
                    .map(Object::toString).collect(Collectors.toSet());
        }
    }

    static long version(Path table) throws IOException {
        try (Stream<Path> files = Files.list(table.resolve("_delta_log"))) {
            return files.map(file -> "" + file.getFileName()).filter(name -> name.matches("\\d{20}\\.json"))
                    .mapToLong(name -> Long.parseLong(name.substring(0, 20))).max().orElse(-1);
        }
    }
}
