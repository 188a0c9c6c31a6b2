package io.millrace.table;

import static io.millrace.table.Fixture.DAY;
import static io.millrace.table.Fixture.NOW;
import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.factory.EventTables;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that know nothing of each other but the table. */
@Tag("process")
@Tag("slow")
class RacingWritersTest {
    private static final int ROUNDS = 15;
    private static final int KEYS = 60;

    @TempDir
    Path local;

    /** Where the table lies. */
    TableLocation location() {
        return new TableLocation.Folder(local);
    }

    @Test
    void writersThatRaceForTheSameNewKeysLeaveOneRowEach() throws Exception {
        int attempts = 0;
        // Each writer has a Kafka partition of its own here, so that no watermark helps: only the key check does.
        try (var pool = Executors.newFixedThreadPool(3)) {
            CyclicBarrier start = new CyclicBarrier(3);
            List<Future<Integer>> writers = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                int partition = writer;
                writers.add(pool.submit(() -> race(partition, start)));
            }
            for (Future<Integer> writer : writers) {
                attempts += writer.get();
            }
        }

        assertTrue(attempts > 3 * ROUNDS, "the writers never met, so this proved nothing");
        try (EventTable table = open(location(), "check")) {
            assertEquals(Map.of(Fixture.TOPIC_ID, new Books(0, 3 * ROUNDS * KEYS, ROUNDS * KEYS, 0, 2 * ROUNDS * KEYS,
                    OtherOffsets.Counts.NONE)), table.books());
        }
        List<String> keys = keysInTable();
        assertEquals(ROUNDS * KEYS, new HashSet<>(keys).size());
        assertEquals(ROUNDS * KEYS, keys.size());
    }

    private int race(int partition, CyclicBarrier start) throws Exception {
        int attempts = 0;
        try (EventTable table = open(location(), "writer-" + partition)) {
            for (int round = 0; round < ROUNDS; round++) {
                Visit[] visits = Fixture.visits(round * KEYS, (round + 1) * KEYS);
                Random random = new Random(partition * 31L + round);
                for (int i = 0; i < visits.length; i++) {
                    visits[i] = visits[i].at(NOW + random.nextInt(3) * DAY, random.nextBoolean() ? "eu" : "us");
                }
                start.await(60, java.util.concurrent.TimeUnit.SECONDS);
                var outcome = (MergeOutcome.Merged) table.merge(batch(partition, (long) round * KEYS, visits));
                attempts += outcome.attempts();
            }
        }
        return attempts;
    }

    @Test
    void writersOfTheSameOffsetsMoveOneWatermark() throws Exception {
        try (EventTable stream = open(location(), "stream");
                EventTable batchWriter = open(location(), "batch");
                var pool = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < ROUNDS; round++) {
                MicroBatch offered = batch(0, (long) round * KEYS, Fixture.visits(round * KEYS, (round + 1) * KEYS));
                List<Future<MergeOutcome>> merges = pool
                        .invokeAll(List.of(() -> stream.merge(offered), () -> batchWriter.merge(offered)));
                Set<Class<?>> outcomes = new HashSet<>();
                for (Future<MergeOutcome> merge : merges) {
                    outcomes.add(merge.get().getClass());
                }
                assertEquals(Set.of(MergeOutcome.Merged.class, MergeOutcome.AlreadyMerged.class), outcomes);
            }
        }
        assertEquals(ROUNDS * KEYS, keysInTable().size());
    }

    @Test
    void processesThatRaceForTheSameNewKeysLeaveOneRowEach() throws Exception {
        int attempts = 0;
        try (RacingProcess one = new RacingProcess(0, KEYS, location());
                RacingProcess two = new RacingProcess(1, KEYS, location())) {
            for (int round = 0; round < ROUNDS; round++) {
                one.go();
                two.go();
                attempts += one.attempts() + two.attempts();
            }
        }

        assertTrue(attempts > 2 * ROUNDS, "the processes never met, so this proved nothing");
        List<String> keys = keysInTable();
        assertEquals(ROUNDS * KEYS, new HashSet<>(keys).size());
        assertEquals(ROUNDS * KEYS, keys.size());
    }

    /** Every key, read by a reader that shares nothing with the writers but the files. */
    private List<String> keysInTable() {
        List<String> keys = new ArrayList<>();
        try (TableReader reader = EventTables.read(location())) {
            reader.rows(Long.MAX_VALUE, row -> keys.add(row.get("pk") + "/" + row.get("event_id")));
        }
        return keys;
    }
}
