package io.millrace.table;

import static io.millrace.table.Fixture.NOW;
import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.visits;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.EventKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading keys and coordinates of rows without the rows. */
class KeyRowsTest {
    @TempDir
    Path folder;
    private EventTable table;

    @BeforeEach
    void openTable() {
        table = open(Duration.ofDays(30));
    }

    @AfterEach
    void closeTable() {
        table.close();
    }

    private EventTable open(Duration horizon) {
        return EventTables.open(folder, Fixture.SHAPE, new WriterOptions("stream", horizon, 64L << 20));
    }

    @Test
    void eachRowIsGivenWithItsCoordinates() {
        table.merge(batch(0, 0, visits(0, 600)));
        table.merge(batch(1, 40, visits(600, 700)));

        assertEquals(expected(0, 0, 0, 600, expected(1, 40, 600, 700, new TreeSet<>())), rows(-1));
    }

    @Test
    void onlyFilesAfterAVersionAreRead() {
        table.merge(batch(0, 0, visits(0, 10)));
        long version = table.status().version();
        table.merge(batch(0, 10, visits(10, 20)));

        assertEquals(expected(0, 10, 10, 20, new TreeSet<>()), rows(version));
        assertEquals(Set.of(), rows(table.status().version()));
        assertEquals(Set.of(version + 1), filesAddedIn(version));
        assertEquals(List.of(true, false), List.of(hasNewFiles(version), hasNewFiles(version + 1)));
    }

    @Test
    void aCompactedFileIsAnAddedFile() {
        for (int i = 0; i < 5; i++) {
            table.merge(batch(0, i, visits(i, i + 1)));
        }
        long version = table.status().version();
        try (TableMaintenance upkeep = EventTables.maintenance(folder, Fixture.SHAPE, new MaintenanceOptions("upkeep",
                1 << 20, 2, 1 << 20, Duration.ofHours(1), Duration.ofHours(1)))) {
            upkeep.compact();
        }

        assertEquals(expected(0, 0, 0, 5, new TreeSet<>()), rows(version));
        // and has no row that is new
        assertEquals(Set.of(TableReader.KeyRowSink.NO_NUMBER), filesAddedIn(version));
        assertEquals(List.of(true, false), List.of(hasNewFiles(version - 1), hasNewFiles(version)));
    }

    private boolean hasNewFiles(long after) {
        try (TableReader reader = EventTables.read(folder)) {
            return reader.hasNewFiles(after);
        }
    }

    private Set<Long> filesAddedIn(long after) {
        Set<Long> versions = new TreeSet<>();
        try (TableReader reader = EventTables.read(folder)) {
            reader.keyRows(Fixture.SHAPE.keys().orElseThrow(), after, new TableReader.KeyRowSink() {
                @Override
                public void file(long addedIn) {
                    versions.add(addedIn);
                }

                @Override
                public void row(long keyHash, int partition, long offset, long ingestedAtMicros) {
                    // the files count
                }
            });
        }
        return versions;
    }

    @Test
    void keysOfSeveralRowsAreRepeated() {
        table.merge(batch(0, 0, visits(0, 5)));
        try (EventTable forgetful = open(Duration.ofMillis(1))) {
            forgetful.merge(batch(1, 9_000, Visit.of("pk3", "e3"), Visit.of("new", "1")));
        }
        long[] hashes = LongStream.concat(LongStream.of(hash("new", "1"), hash("none", "1")),
                LongStream.range(0, 5).map(i -> hash("pk" + i, "e" + i))).toArray();

        assertEquals(Set.of(hash("pk3", "e3")), table.repeated(hashes, Long.MIN_VALUE));
    }

    @Test
    void eachRowIsLocatedByItsKey() {
        table.merge(batch(0, 0, visits(0, 600)));
        table.merge(batch(1, 40, visits(600, 610)));

        try (TableReader reader = EventTables.read(folder)) {
            for (int i : new int[]{0, 1, 2, 299, 300, 598, 599, 600, 601, 609}) {
                var found = reader.locate(Fixture.SHAPE.keys().orElseThrow(), new EventKey("pk" + i, "e" + i),
                        Set.of(EventColumns.OFFSET));
                assertEquals(List.of(i < 600 ? (long) i : i - 560L),
                        found.stream().map(row -> row.values().get(EventColumns.OFFSET)).toList(), "pk" + i);
            }
            for (String other : List.of("e298", "e300", "none")) {
                assertEquals(List.of(), reader.locate(Fixture.SHAPE.keys().orElseThrow(), new EventKey("pk299", other),
                        Set.of(EventColumns.OFFSET)), other);
            }
        }
    }

    private Set<String> rows(long after) {
        Set<String> found = new TreeSet<>();
        try (TableReader reader = EventTables.read(folder)) {
            reader.keyRows(Fixture.SHAPE.keys().orElseThrow(), after, (hash, partition, offset,
                    ingestedAt) -> found.add(hash + " " + partition + "/" + offset + " " + (ingestedAt - NOW)));
        }
        return found;
    }

    private static Set<String> expected(int partition, long offset, int from, int until, Set<String> into) {
        for (int i = from; i < until; i++) {
            long at = offset + i - from;
            into.add(hash("pk" + i, "e" + i) + " " + partition + "/" + at + " " + at);
        }
        return into;
    }

    private static long hash(String pk, String eventId) {
        return new EventKey(pk, eventId).hash();
    }
}
