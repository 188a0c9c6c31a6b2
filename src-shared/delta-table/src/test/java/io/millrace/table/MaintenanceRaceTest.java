package io.millrace.table;

import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.factory.EventTables;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges that insert and rewrite, while the same files are compacted all the time. */
@Tag("process")
@Tag("slow")
class MaintenanceRaceTest {
    private static final int ROUNDS = 40;
    private static final int KEYS = 10;
    private static final MaintenanceOptions OPTIONS = new MaintenanceOptions("upkeep", 1 << 20, 2, 1 << 20,
            Duration.ofHours(1),
            Duration.ofHours(1));

    @TempDir
    Path folder;

    @Test
    void mergesAndCompactionsOfOneProcessLeaveEachKeyOnceAtItsHighestRevision() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        TableMaintenance.Compacted sum;
        try (var pool = Executors.newFixedThreadPool(4)) {
            List<Future<TableMaintenance.Compacted>> compactions = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                compactions.add(pool.submit(compacting(folder, done::get)));
            }
            List<Future<Integer>> writers = List.of(pool.submit(() -> write(0)), pool.submit(() -> write(1)));
            int attempts = 0;
            for (Future<Integer> writer : writers) {
                attempts += writer.get();
            }
            done.set(true);
            assertTrue(attempts > 2 * ROUNDS, "nobody met, so this proved nothing");
            sum = compactions.get(0).get().plus(compactions.get(1).get());
        }
        assertTrue(sum.filesIn() > 0, "nothing was compacted, so this proved nothing");
        assertTableIsRight();
    }

    @Test
    void mergesAndCompactionsOfTwoProcessesDoSoToo() throws Exception {
        Path stop = folder.resolve("_stop");
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), MaintenanceRaceTest.class.getName(), folder.toString(),
                stop.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("_out").toFile()).start();
        try {
            write(0);
            write(1);
            Files.createFile(stop);
            assertTrue(other.waitFor(60, TimeUnit.SECONDS), "the other process did not end");
        } finally {
            other.destroyForcibly();
        }
        List<String> output = Files.readAllLines(folder.resolve("_out"));
        assertEquals(0, other.exitValue(), () -> String.join(File.separator, output));
        assertTrue(output.stream().anyMatch(line -> line.matches("compacted [1-9]\\d* files")), output::toString);
        assertTableIsRight();
    }

    /** The other process: compacts the table in the first argument until there is a file by the name in the second. */
    public static void main(String[] arguments) throws Exception {
        TableMaintenance.Compacted sum = compacting(Path.of(arguments[0]), () -> Files.exists(Path.of(arguments[1])))
                .call();
        System.out.println("compacted " + sum.filesIn() + " files");
    }

    private static Callable<TableMaintenance.Compacted> compacting(Path folder, Callable<Boolean> done) {
        return () -> {
            TableMaintenance.Compacted sum = TableMaintenance.Compacted.NOTHING;
            try (TableMaintenance upkeep = EventTables.maintenance(folder, Fixture.SHAPE, OPTIONS)) {
                boolean last;
                do {
                    last = done.call();
                    sum = sum.plus(upkeep.compact());
                    upkeep.vacuum();
                } while (!last);
            }
            return sum;
        };
    }

    /** Each round revises all keys of the partition, and inserts one more; returns the number of attempts. */
    private int write(int partition) {
        int attempts = 0;
        try (EventTable table = open(folder, "writer-" + partition)) {
            long offset = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Visit[] visits = visits(partition, round);
                var outcome = (MergeOutcome.Merged) table.merge(batch(partition, offset, visits));
                offset += visits.length;
                attempts += outcome.attempts();
            }
        }
        return attempts;
    }

    private static Visit[] visits(int partition, int round) {
        Visit[] visits = new Visit[KEYS + 1];
        Arrays.setAll(visits, i -> Visit.of("p" + partition + "-" + i, "1").revised(round, round));
        visits[KEYS] = Visit.of("p" + partition + "-round-" + round, "1");
        return visits;
    }

    private void assertTableIsRight() {
        Map<Object, Object> amounts = new HashMap<>();
        try (TableReader reader = EventTables.read(folder)) {
            reader.rows(Long.MAX_VALUE, row -> assertTrue(amounts.put(row.get("pk"), row.get("amount")) == null,
                    () -> row.get("pk") + " is there twice"));
        }
        assertEquals(2 * (KEYS + ROUNDS), amounts.size());
        for (int partition = 0; partition < 2; partition++) {
            for (int i = 0; i < KEYS; i++) {
                assertEquals(ROUNDS - 1.0, amounts.get("p" + partition + "-" + i));
            }
        }
    }
}
