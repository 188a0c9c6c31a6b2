package io.millrace.table.internal.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.NewDataFile;
import io.millrace.table.internal.datafile.TestDataFiles;
import io.millrace.table.internal.keys.KeyBlockIndex;
import io.millrace.table.internal.keys.KeyBuckets;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.internal.keys.KeyColumnChunks;
import io.millrace.table.internal.keys.KeyOrder;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.ChangedStorage;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.internal.storage.ReadableFile;
import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.mergerule.EventKey;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class KeyReaderTest {
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
        ActiveFile file = write(files, IntStream.range(0, ROWS).mapToObj(KeyReaderTest::key).toList());
        KeyReader scan = new KeyReader(files, SHAPE.keys().orElseThrow());
        KeyBuckets all = new KeyBuckets(1);
        all.cover(KeyBuffer.of(List.of(key(0))));
        scan.hashes(file, all);

        for (int row : List.of(0, 4_999, 5_000, 5_001, 9_999, 31_234, ROWS - 1)) {
            EventKey absent = new EventKey(key(row).pk(), "never");
            assertEquals(Map.of(key(row), (long) row), scan.find(file, List.of(key(row), absent)));
        }
        assertEquals(Map.of(key(7), 7L, key(55_000), 55_000L), scan.find(file, List.of(key(7), key(55_000))));
        assertEquals(Map.of(), scan.find(file, List.of(new EventKey("zzz", "1"))));
    }

    @Test
    void keysOfAFileThatAnEarlierVersionWroteWithoutCompressionAreFound() throws Exception {
        DataFiles files = new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());
        List<EventKey> keys = IntStream.range(0, 3_000).mapToObj(KeyReaderTest::key).toList();
        String path = "uncompressed.parquet";
        long size = TestDataFiles.writeUncompressed(folder.resolve(path).toString(), SHAPE,
                rows(keys, row -> (long) row));
        ActiveFile file = new ActiveFile(path, Map.of(), size, 0, keys.size(), OptionalLong.empty());
        KeyReader scan = new KeyReader(files, SHAPE.keys().orElseThrow());
        KeyBuckets all = new KeyBuckets(1);
        all.cover(KeyBuffer.of(List.of(key(0))));

        assertArrayEquals(keys.stream().mapToLong(EventKey::hash).toArray(), scan.hashes(file, all));

        for (int row : List.of(0, 999, 1_000, 1_001, 2_999)) {
            assertEquals(Map.of(key(row), (long) row), scan.find(file, List.of(key(row))));
        }
    }

    /** Their key columns are in memory meanwhile. */
    @Test
    void largeFilesThatMustBeScannedAreScannedOneAfterTheOther() throws Exception {
        Reading reading = new Reading();
        DataFiles files = counted(reading);
        List<EventKey> keys = IntStream.range(0, ROWS).mapToObj(row -> new EventKey(key(row).pk(),
                UUID.nameUUIDFromBytes(key(row).eventId().getBytes(StandardCharsets.UTF_8)).toString())).toList();
        ActiveFile file = write(files, keys);
        assertTrue(file.size() > 1 << 20, () -> file.size() + " bytes");
        KeyReader scan = new KeyReader(files, SHAPE.keys().orElseThrow());
        List<EventKey> wanted = keys.subList(0, 20);

        List<Map<EventKey, Long>> found = new BoundedParallelIo(6).each(Collections.nCopies(6, file),
                same -> scan.find(same, wanted));

        found.forEach(one -> assertEquals(Set.copyOf(wanted), one.keySet()));
        assertEquals(1, reading.mostOpen.get());
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
        List<EventKey> keys = new ArrayList<>(IntStream.range(0, 9_000).mapToObj(KeyReaderTest::key).toList());
        Collections.shuffle(keys, new Random(5));

        assertEachIsFound(keys, List.of(0, 999, 1_000, 4_444, 8_999));
    }

    /** What was noted while a file was written is where its keys are: over pages, with pks that begin before a stretch. */
    @Test
    void keysOfAFileThatWasJustWrittenAreFoundWithoutReadingAllOfIt() throws Exception {
        Reading reading = new Reading();
        DataFiles files = counted(reading);
        List<EventKey> keys = IntStream.range(0, 2_600).mapToObj(
                row -> row % 7 == 0 || row > 2_000 ? new EventKey("d".repeat(1 + row / 700), "e" + row) : key(row))
                .sorted(Comparator.comparing(EventKey::pk).thenComparing(EventKey::eventId)).toList();
        NewDataFile file = TestDataFiles.write(files, SHAPE, rows(keys, row -> (long) row % 2),
                KeyBuffer.of(keys).at(IntStream.range(0, keys.size()).toArray()));
        KeyReader scan = new KeyReader(files, SHAPE.keys().orElseThrow());
        scan.wrote(file);
        KeyBlockIndex stretches = file.stretches().orElseThrow();
        KeyColumnChunks chunks = KeyColumnChunks.of(file.footer(), SHAPE.keys().orElseThrow()).getFirst();

        reading.bytes.set(0);
        assertEquals(Map.of(), scan.find(file.file(), List.of(new EventKey(keys.get(5).pk(), "never"))));
        long read = reading.bytes.get();
        assertTrue(read > 0 && read < chunks.bytes() / 5, read + " of " + chunks.bytes() + " bytes");
        try (SeekableInput bytes = files.reader().bytes(file.file())) {
            for (EventKey key : keys) {
                assertTrue(stretches.has(bytes, chunks, key), key.toString());
                assertFalse(stretches.has(bytes, chunks, new EventKey(key.pk(), "never")), key.toString());
            }
        }
    }

    /** Pages and column indexes; offset indexes say nothing of how long texts are. */
    @Test
    void keysThatAreAtHandAsBytesMakeTheVeryPagesThatParquetMakesOfTheirTexts() throws Exception {
        DataFiles files = new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());
        List<EventKey> keys = IntStream.range(0, 2_600).mapToObj(
                row -> new EventKey(row % 3 == 0 ? key(row).pk() : "\uD83C\uDF0D" + row,
                        "e".repeat(row % 11) + "\u00E9" + row))
                .toList();
        KeyBuffer packed = KeyBuffer.of(keys);
        int[] order = new KeyOrder().of(packed);
        var rows = rows(Arrays.stream(order).mapToObj(keys::get).toList(), row -> row % 5 == 0 ? null : (long) row);

        NewDataFile fromBytes = TestDataFiles.write(files, SHAPE, rows, packed.at(order));
        NewDataFile fromTexts = TestDataFiles.write(files, SHAPE, rows);

        assertArrayEquals(pages(fromTexts), pages(fromBytes));
        assertEquals(statistics(fromTexts), statistics(fromBytes));
    }

    private byte[] pages(NewDataFile file) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(file.file().path()));
        return Arrays.copyOf(bytes, (int) columns(file).getFirst().getOffsetIndexReference().getOffset());
    }

    private static List<ColumnChunkMetaData> columns(NewDataFile file) {
        return file.footer().getBlocks().getFirst().getColumns();
    }

    private static List<Statistics<?>> statistics(NewDataFile file) {
        return columns(file).stream().<Statistics<?>>map(ColumnChunkMetaData::getStatistics).toList();
    }

    /** What is read of files: how many bytes, and how many files at the same time at most. */
    private static final class Reading {
        final AtomicLong bytes = new AtomicLong();
        private final AtomicInteger open = new AtomicInteger();
        final AtomicInteger mostOpen = new AtomicInteger();

        void opened() {
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        }

        void closed() {
            open.decrementAndGet();
        }
    }

    private record CountedInput(ReadableFile file, Reading reading) implements ReadableFile {
        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public String path() {
            return file.path();
        }

        @Override
        public SeekableInput open() throws IOException {
            SeekableInput stream = file.open();
            reading.opened();
            return new SeekableInput() {
                @Override
                public long position() throws IOException {
                    return stream.position();
                }

                @Override
                public void seek(long position) throws IOException {
                    stream.seek(position);
                }

                @Override
                public void readFully(byte[] bytes, int offset, int length) throws IOException {
                    reading.bytes.addAndGet(length);
                    stream.readFully(bytes, offset, length);
                }

                @Override
                public int read() throws IOException {
                    reading.bytes.incrementAndGet();
                    return stream.read();
                }

                @Override
                public void close() throws IOException {
                    reading.closed();
                    stream.close();
                }
            };
        }
    }

    /** Beyond the basic plane the order of texts is not that of their bytes, by which merges sort. */
    @Test
    void keysWhoseTextsAndBytesAreInDifferentOrdersAreFound() throws Exception {
        List<EventKey> keys = IntStream.range(0, 4_000)
                .mapToObj(row -> new EventKey((row < 2_000 ? "\uD83C\uDF0D" : "\uFFFD") + String.format("%08d", row),
                        "e"))
                .toList();

        assertEachIsFound(keys, List.of(0, 999, 1_000, 1_999, 2_000, 2_001, 3_999));
    }

    /** A table with few revisions must not pay for them. */
    @Test
    void theRevisionThatAllRowsOfAFileHaveIsKnownWithoutReadingTheFileAgain() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        DataFiles files = new DataFiles(new ChangedStorage() {
            @Override
            public ReadableFile file(String path, long size) {
                opened.incrementAndGet();
                return super.file(path, size);
            }
        }, folder.toString(), Clock.systemUTC());
        List<EventKey> keys = IntStream.range(0, 100).mapToObj(KeyReaderTest::key).toList();
        KeyReader scan = new KeyReader(files, SHAPE.keys().orElseThrow());
        NewDataFile same = write(files, keys, row -> 7L);
        NewDataFile mixed = write(files, keys, row -> row < 50 ? 7L : 8L);
        NewDataFile partlyNull = write(files, keys, row -> row < 50 ? 7L : null);
        NewDataFile allNull = write(files, keys, row -> null);
        List.of(same, mixed, partlyNull, allNull)
                .forEach(scan::wrote);

        assertEquals(Map.of(key(60), 7L), scan.find(same.file(), List.of(key(60))));
        assertEquals(1, opened.get());
        assertEquals(Map.of(key(40), 7L, key(60), 8L), scan.find(mixed.file(), List.of(key(40), key(60))));
        assertEquals(Map.of(key(40), 7L, key(60), 0L), scan.find(partlyNull.file(), List.of(key(40), key(60))));
        assertEquals(Map.of(key(60), 0L), scan.find(allNull.file(), List.of(key(60))));
        scan.forget(same.file().path());
        assertEquals(Map.of(key(60), 7L), scan.find(same.file(), List.of(key(60))));
    }

    /** Many keys are sought in one pass over the key columns, and no other part of the file is read. */
    @Test
    void manyKeysOfASmallFileOfOneRevisionAreFoundInItsKeyColumnsAlone() throws Exception {
        Reading reading = new Reading();
        DataFiles files = counted(reading);
        List<EventKey> keys = IntStream.range(0, 3_000).mapToObj(KeyReaderTest::key).toList();
        NewDataFile file = write(files, keys, row -> 7L);
        KeyReader scan = new KeyReader(files, SHAPE.keys().orElseThrow());
        scan.wrote(file);
        List<EventKey> present = IntStream.range(0, 300).mapToObj(i -> key(i * 10)).toList();
        List<EventKey> wanted = new ArrayList<>(present);
        present.forEach(key -> wanted.add(new EventKey(key.pk(), "never")));
        Collections.shuffle(wanted, new Random(1));

        reading.bytes.set(0);
        Map<EventKey, Long> found = scan.find(file.file(), wanted);

        assertEquals(present.stream().collect(Collectors.toMap(key -> key, key -> 7L)), found);
        assertEquals(KeyColumnChunks.of(file.footer(), SHAPE.keys().orElseThrow()).getFirst().bytes(),
                reading.bytes.get());
    }

    private void assertEachIsFound(List<EventKey> keys, List<Integer> rows) throws Exception {
        DataFiles files = new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());
        ActiveFile file = write(files, keys);
        KeyReader scan = new KeyReader(files, SHAPE.keys().orElseThrow());
        KeyBuckets all = new KeyBuckets(1);
        all.cover(KeyBuffer.of(List.of(key(0))));
        long[] hashes = scan.hashes(file, all);

        assertArrayEquals(keys.stream().mapToLong(EventKey::hash).toArray(), hashes);
        for (int row : rows) {
            EventKey absent = new EventKey(keys.get(row).pk(), "never");
            assertEquals(Map.of(keys.get(row), (long) row), scan.find(file, List.of(keys.get(row))));
            assertEquals(Map.of(), scan.find(file, List.of(absent)));
        }
        assertEquals(Map.of(), scan.find(file, List.of(new EventKey("", "e"))));
    }

    private DataFiles counted(Reading reading) {
        return new DataFiles(new ChangedStorage() {
            @Override
            public ReadableFile file(String path, long size) {
                return new CountedInput(super.file(path, size), reading);
            }
        }, folder.toString(), Clock.systemUTC());
    }

    private static ActiveFile write(DataFiles files, List<EventKey> keys) throws IOException {
        return write(files, keys, row -> (long) row).file();
    }

    private static NewDataFile write(DataFiles files, List<EventKey> keys,
            IntFunction<@Nullable Long> revision)
            throws IOException {
        return TestDataFiles.write(files, SHAPE, rows(keys, revision));
    }

    private static List<Map<String, @Nullable Object>> rows(List<EventKey> keys,
            IntFunction<@Nullable Long> revision) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (EventKey key : keys) {
            Map<String, @Nullable Object> row = new HashMap<>(Map.of("pk", key.pk(), "event_id", key.eventId()));
            row.put("revision", revision.apply(rows.size()));
            rows.add(row);
        }
        return rows;
    }
}
