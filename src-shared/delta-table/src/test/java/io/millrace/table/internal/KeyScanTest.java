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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.delta.kernel.defaults.engine.fileio.InputFile;
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
        all.cover(List.of(Utf8Key.of(key(0))));
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

    /** A table that is seldom revised shall not pay for its revisions. */
    @Test
    void theRevisionThatAllRowsOfAFileHaveIsKnownWithoutReadingTheFileAgain() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        DataFiles files = new DataFiles(new ChangedStorage() {
            @Override
            public InputFile newInputFile(String path, long size) {
                opened.incrementAndGet();
                return super.newInputFile(path, size);
            }
        }, folder.toString(), Clock.systemUTC());
        List<EventKey> keys = IntStream.range(0, 100).mapToObj(KeyScanTest::key).toList();
        KeyScan scan = new KeyScan(files, SHAPE.keys().orElseThrow());
        DataFiles.NewFile same = write(files, keys, row -> 7L);
        DataFiles.NewFile mixed = write(files, keys, row -> row < 50 ? 7L : 8L);
        DataFiles.NewFile partlyNull = write(files, keys, row -> row < 50 ? 7L : null);
        DataFiles.NewFile allNull = write(files, keys, row -> null);
        List.of(same, mixed, partlyNull, allNull).forEach(file -> scan.wrote(file.file(), file.footer()));

        assertEquals(Map.of(key(60), 7L), scan.find(same.file(), List.of(key(60))));
        assertEquals(1, opened.get());
        assertEquals(Map.of(key(40), 7L, key(60), 8L), scan.find(mixed.file(), List.of(key(40), key(60))));
        assertEquals(Map.of(key(40), 7L, key(60), 0L), scan.find(partlyNull.file(), List.of(key(40), key(60))));
        assertEquals(Map.of(key(60), 0L), scan.find(allNull.file(), List.of(key(60))));
        scan.forget(same.file().path());
        assertEquals(Map.of(key(60), 7L), scan.find(same.file(), List.of(key(60))));
    }

    private void assertEachIsFound(List<EventKey> keys, List<Integer> rows) throws Exception {
        DataFiles files = new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());
        LiveFile file = write(files, keys);
        KeyScan scan = new KeyScan(files, SHAPE.keys().orElseThrow());
        KeySlots all = new KeySlots(1);
        all.cover(List.of(Utf8Key.of(key(0))));
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
        return write(files, keys, row -> (long) row).file();
    }

    private static DataFiles.NewFile write(DataFiles files, List<EventKey> keys, IntFunction<@Nullable Long> revision)
            throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (EventKey key : keys) {
            Map<String, @Nullable Object> row = new HashMap<>(Map.of("pk", key.pk(), "event_id", key.eventId()));
            row.put("revision", revision.apply(rows.size()));
            rows.add(row);
        }
        return files.write(SHAPE, Map.of(), rows, List.of());
    }
}
