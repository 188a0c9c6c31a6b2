package io.millrace.table.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import io.millrace.table.Column;
import io.millrace.table.ColumnType;
import io.millrace.table.TableShape;
import io.millrace.table.law.EventKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyScanTest {
    private static final int ROWS = 60_000;
    private static final TableShape SHAPE = new TableShape(
            List.of(new Column("pk", new ColumnType.Text(), true), new Column("event_id", new ColumnType.Text(), true),
                    new Column("revision", new ColumnType.Int64(), false)),
            List.of(), Optional.of(new TableShape.KeyColumns("pk", "event_id", Optional.of("revision"))));

    @TempDir
    Path folder;

    /** Two events of each pk, so that keys of one pk stand on both sides of the edge of a page. */
    private static EventKey key(int row) {
        return new EventKey(String.format("customer-%08d", (row + 1) / 2), String.format("event-%08d", row));
    }

    @Test
    void keysOfALargeFileAreFoundWithTheRevisionsOfTheirOwnRows() throws Exception {
        DataFiles files = new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());
        LiveFile file = write(files, IntStream.range(0, ROWS).mapToObj(KeyScanTest::key).toList());
        KeyScan scan = new KeyScan(files, SHAPE.keys().orElseThrow());
        KeySlots all = new KeySlots(1);
        all.cover(List.of(key(0)));
        scan.hashes(file, all);

        for (int row : List.of(0, 4_999, 5_000, 5_001, 9_999, 31_234, ROWS - 1)) {
            EventKey absent = new EventKey(key(row).pk(), "never");
            assertEquals(Map.of(key(row), (long) row), scan.find(file, List.of(key(row), absent)));
        }
        assertEquals(Map.of(key(7), 7L, key(55_000), 55_000L), scan.find(file, List.of(key(7), key(55_000))));
        assertEquals(Map.of(), scan.find(file, List.of(new EventKey("zzz", "1"))));
    }

    /** The events of a pk fill pages, some of which begin with it and one of which ends with it. */
    @Test
    void eventsOfOnePkOverSeveralPagesAreFound() throws Exception {
        List<EventKey> keys = IntStream.range(0, 9_000).mapToObj(
                row -> new EventKey(row < 1_500 ? "a" : row < 6_200 ? "b" : "c", String.format("event-%08d", row)))
                .toList();

        assertEachIsFound(keys, List.of(0, 1_499, 1_500, 1_999, 2_000, 4_321, 6_199, 6_200, 8_999));
    }

    @Test
    void keysOfAFileThatIsNotInOrderAreFound() throws Exception {
        List<EventKey> keys = new ArrayList<>(IntStream.range(0, 9_000).mapToObj(KeyScanTest::key).toList());
        Collections.shuffle(keys, new Random(5));

        assertEachIsFound(keys, List.of(0, 999, 1_000, 4_444, 8_999));
    }

    /** Beyond the basic plane the order of texts, by which files are sorted, is not that of their bytes. */
    @Test
    void keysWhoseTextsAndBytesAreInDifferentOrdersAreFound() throws Exception {
        List<EventKey> keys = IntStream.range(0, 4_000)
                .mapToObj(row -> new EventKey((row < 2_000 ? "\uD83C\uDF0D" : "\uFFFD") + String.format("%08d", row),
                        "e"))
                .toList();

        assertEachIsFound(keys, List.of(0, 999, 1_000, 1_999, 2_000, 2_001, 3_999));
    }

    private void assertEachIsFound(List<EventKey> keys, List<Integer> rows) throws Exception {
        DataFiles files = new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());
        LiveFile file = write(files, keys);
        KeyScan scan = new KeyScan(files, SHAPE.keys().orElseThrow());
        KeySlots all = new KeySlots(1);
        all.cover(List.of(key(0)));
        long[] hashes = scan.hashes(file, all);

        assertArrayEquals(keys.stream().mapToLong(EventKey::hash).toArray(), hashes);
        for (int row : rows) {
            EventKey absent = new EventKey(keys.get(row).pk(), "never");
            assertEquals(Map.of(keys.get(row), (long) row), scan.find(file, List.of(keys.get(row))));
            assertEquals(Map.of(), scan.find(file, List.of(absent)));
        }
        assertEquals(Map.of(), scan.find(file, List.of(new EventKey("", "e"))));
    }

    private static LiveFile write(DataFiles files, List<EventKey> keys) throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (EventKey key : keys) {
            rows.add(new HashMap<>(Map.of("pk", key.pk(), "event_id", key.eventId(), "revision", (long) rows.size())));
        }
        return files.write(SHAPE, Map.of(), rows).file();
    }
}
