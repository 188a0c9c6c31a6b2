package io.millrace.table.internal.datafile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.parquet.Codecs;
import io.millrace.table.internal.parquet.ParquetFiles;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.vector.ColumnVectors;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnCopyMergeTest {
    private static final ColumnType ORDERED = new ColumnType.Struct(List.of(
            new Column("sku", new ColumnType.Text(), true), new Column("count", new ColumnType.Int32(), false)));
    private static final List<Column> OLDER = List.of(
            new Column("pk", new ColumnType.Text(), true), new Column("event_id", new ColumnType.Text(), true),
            new Column("kind", new ColumnType.Text(), false), new Column("at", new ColumnType.Timestamp(), true),
            new Column("price", new ColumnType.Decimal(25, 2), false),
            new Column("lines", new ColumnType.ListOf(ORDERED), false),
            new Column("marks", new ColumnType.MapOf(new ColumnType.Float64()), false));
    private static final Optional<TableShape.KeyColumns> KEYS = Optional
            .of(new TableShape.KeyColumns("pk", "event_id", Optional.empty()));
    private static final TableShape OLD_SHAPE = new TableShape(OLDER, List.of(), KEYS);
    private static final TableShape SHAPE = new TableShape(
            Stream.concat(OLDER.stream(), Stream.of(new Column("paid", new ColumnType.Bool(), false),
                    new Column("tags", new ColumnType.ListOf(new ColumnType.Text()), false))).toList(),
            List.of(), KEYS);
    private static final int ROWS = 700;

    @TempDir
    Path folder;

    private final Random random = new Random(20);

    private Map<String, @Nullable Object> row(TableShape shape, int number) {
        Map<String, @Nullable Object> row = new TreeMap<>();
        row.put("pk", String.format("c-%05d", number / 3));
        row.put("event_id", "e" + number % 3);
        row.put("at", (long) number);
        sometimes(row, "kind", () -> "kind " + random.nextInt(3));
        sometimes(row, "price", () -> new BigDecimal(random.nextInt()).movePointLeft(2));
        sometimes(row, "lines", () -> IntStream.range(0, random.nextInt(4)).mapToObj(i -> {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("sku", "sku " + random.nextInt(5));
            sometimes(line, "count", random::nextInt);
            return line;
        }).toList());
        sometimes(row, "marks", () -> random.nextBoolean() ? Map.of() : Map.of("m" + number, random.nextDouble()));
        if (shape.columns().size() == SHAPE.columns().size()) {
            sometimes(row, "paid", random::nextBoolean);
            sometimes(row, "tags", () -> List.of("t" + number, "u"));
        }
        return row;
    }

    private void sometimes(Map<String, @Nullable Object> row, String column, Supplier<Object> value) {
        if (random.nextInt(4) > 0) {
            row.put(column, value.get());
        }
    }

    private List<Map<String, @Nullable Object>> rows(TableShape shape, int from, int step) {
        return IntStream.range(0, ROWS).mapToObj(i -> row(shape, from + i * step)).toList();
    }

    /** A file whose row groups are as small as those of no writer are, and whose keys are written as bytes. */
    private ActiveFile inRowGroups(TableShape shape, List<Map<String, @Nullable Object>> rows, int... sizes)
            throws IOException {
        FileLayout layout = FileLayout.of(shape, Set.of());
        KeyBuffer.Ordered keys = KeyBuffer
                .of(rows.stream().map(row -> new EventKey("" + row.get("pk"), "" + row.get("event_id"))).toList())
                .at(IntStream.range(0, rows.size()).toArray());
        String path = "row-groups.parquet";
        ParquetFiles.AtomicOutputFile file = ParquetFiles
                .output(new LocalStorage(), folder.resolve(path).toString());
        try (Codecs codecs = Codecs.quick();
                ParquetFileWriter parquet = new ParquetFileWriter(file, layout.schema(),
                        ParquetFileWriter.Mode.CREATE, 1 << 20, 0, null, layout.properties())) {
            parquet.start();
            ColumnVectors values = ColumnVectors.of(shape.columns(), rows);
            int[] all = IntStream.range(0, rows.size()).toArray();
            int next = 0;
            for (int size : sizes) {
                VectorRowGroup group = new VectorRowGroup(layout, layout.vectorPages(keys), codecs, keys, next);
                group.write(values, all, next, next + size);
                next += size;
                group.flushTo(parquet);
            }
            assertEquals(rows.size(), next);
            parquet.end(Map.of());
        }
        return new ActiveFile(path, Map.of(), file.size(), 0, rows.size(), OptionalLong.empty());
    }

    private DataFiles files() {
        return new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());
    }

    private List<String> written(DataFiles files, SortedMergeReader rows, SortedMergeReader.RowFilter judge)
            throws IOException {
        NewDataFile result;
        try (rows;
                DataFileWriter writer = files.begin(SHAPE, Map.of(), ClusterRanges.NONE,
                        BoundedParallelIo.IN_TURN.begin())) {
            boolean more = true;
            while (more) {
                more = rows.writeSome(writer, judge);
            }
            result = writer.complete(true);
        }
        List<String> texts = new ArrayList<>();
        files.reader().read(result.file(), SHAPE, row -> texts.add(new TreeMap<>(row).toString()));
        assertEquals(result.file().rows(), texts.size());
        return texts;
    }

    private static String key(Map<String, @Nullable Object> row) {
        return row.get("pk") + "/" + row.get("event_id");
    }

    @Test
    void filesOfAllAgesAreMergedInTheOrderOfTheirKeysWithoutTheRowsThatLeave() throws IOException {
        try (DataFiles files = files()) {
            List<List<Map<String, @Nullable Object>>> contents = List.of(rows(SHAPE, 0, 3), rows(OLD_SHAPE, 1, 3),
                    rows(SHAPE, 2, 3));
            List<ActiveFile> sources = List.of(
                    TestDataFiles.write(files, SHAPE, contents.get(0)).file(),
                    TestDataFiles.write(files, OLD_SHAPE, contents.get(1)).file(),
                    inRowGroups(SHAPE, contents.get(2), 1, 249, 250, 200));
            SortedMergeReader.RowFilter judge = (pk, id) -> (pk[pk.length - 1] + id[1]) % 5 != 0;
            List<String> expected = contents.stream().flatMap(List::stream)
                    .filter(row -> judge.stays(utf8(row, "pk"), utf8(row, "event_id")))
                    .sorted(Comparator.comparing(ColumnCopyMergeTest::key))
                    .map(Object::toString).toList();

            List<String> copied = written(files,
                    ColumnCopyMerge.of(files, sources, SHAPE, ClusterRanges.NONE).orElseThrow(),
                    judge);
            List<String> assembled = written(files, RowCopyMerge.of(files, sources, SHAPE), judge);

            assertTrue(expected.size() > ROWS && expected.size() < 3 * ROWS, () -> expected.size() + " rows stay");
            assertSame(expected, copied);
            assertSame(expected, assembled);
        }
    }

    /** Tells the first row that differs: all of them would be too many to read. */
    private static void assertSame(List<String> expected, List<String> found) {
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
            assertEquals(expected.get(i), found.get(i), "row " + i);
        }
        assertEquals(expected.size(), found.size());
    }

    private static byte[] utf8(Map<String, @Nullable Object> row, String column) {
        return String.valueOf(row.get(column)).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void filesOfATableWithoutKeysAreCopiedOneAfterTheOther() throws IOException {
        TableShape keyless = new TableShape(SHAPE.columns(), List.of(), Optional.empty());
        try (DataFiles files = files()) {
            List<Map<String, @Nullable Object>> first = rows(SHAPE, 5_000, -1);
            List<Map<String, @Nullable Object>> second = rows(SHAPE, 0, 1);
            List<ActiveFile> sources = List.of(TestDataFiles.write(files, keyless, first).file(),
                    inRowGroups(keyless, second, 300, 400));

            List<String> copied = written(files,
                    ColumnCopyMerge.of(files, sources, keyless, ClusterRanges.NONE).orElseThrow(),
                    (pk, id) -> {
                        throw new IllegalStateException("was asked about a row without a key");
                    });

            assertSame(Stream.concat(first.stream(), second.stream()).map(Object::toString).toList(), copied);
        }
    }

    /** Spark writes every column as optional. */
    @Test
    void filesThatAreLaidOutInAnotherWayAreReadRowByRow() throws IOException {
        TableShape optional = new TableShape(
                SHAPE.columns().stream().map(c -> new Column(c.name(), c.type(), false)).toList(), List.of(), KEYS);
        try (DataFiles files = files()) {
            ActiveFile ours = TestDataFiles.write(files, SHAPE, rows(SHAPE, 0, 1)).file();
            ActiveFile theirs = TestDataFiles.write(files, optional, rows(SHAPE, 10_000, 1)).file();

            assertFalse(ColumnCopyMerge.of(files, List.of(ours, theirs), SHAPE, ClusterRanges.NONE).isPresent());
            assertEquals(2 * ROWS,
                    written(files, SortedMergeReader.of(files, List.of(ours, theirs), SHAPE, ClusterRanges.NONE),
                            SortedMergeReader.RowFilter.ALL).size());
        }
    }
}
