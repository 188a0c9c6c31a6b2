package io.millrace.table.internal.datafile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.millrace.table.TableShape;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.vector.RandomValues;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFileWriterTest {
    private static final int CASES = 60;

    @TempDir
    Path folder;

    private DataFiles files;

    @BeforeEach
    void open() {
        files = new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        files.close();
    }

    /** Files of one writer one after the other, whose memory is used again; random types, with few and with many values. */
    @Test
    void everyTypeIsReadAsItWasWrittenWithTheStatisticsOfParquetsOwnWriter() throws IOException {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            RandomValues values = new RandomValues(random, random.nextBoolean() ? 3 : 100_000);
            List<Column> columns = IntStream.range(0, 5)
                    .mapToObj(i -> new Column("c" + i, values.type(3), random.nextInt(3) == 0)).toList();
            TableShape shape = new TableShape(columns, List.of(), Optional.empty());
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (int i = random.nextInt(1, 2_500); i > 0; i--) {
                Map<String, @Nullable Object> row = new HashMap<>();
                columns.forEach(column -> row.put(column.name(),
                        column.required() ? values.present(column.type()) : values.value(column.type())));
                rows.add(row);
            }

            NewDataFile written = TestDataFiles.write(files, shape, rows);

            NewDataFile expected = writtenByParquet(shape, rows);
            List<String> found = texts(read(written, shape));
            List<String> wanted = texts(read(expected, shape));
            assertEquals(wanted.size(), found.size());
            for (int i = 0; i < wanted.size(); i++) {
                assertEquals(wanted.get(i), found.get(i), "seed " + seed + ", row " + i);
            }
            assertEquals(statistics(expected), statistics(written), "seed " + seed + ", " + columns);
        }
    }

    private NewDataFile writtenByParquet(TableShape shape, List<Map<String, @Nullable Object>> rows)
            throws IOException {
        try (DataFileWriter writer = files.begin(shape, Map.of(), ClusterRanges.NONE,
                BoundedParallelIo.IN_TURN.begin())) {
            for (Map<String, @Nullable Object> row : rows) {
                writer.write(row);
            }
            return writer.complete(true);
        }
    }

    private List<Map<String, @Nullable Object>> read(NewDataFile file, TableShape shape) throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        files.reader().read(file.file(), shape, row -> rows.add(new HashMap<>(row)));
        return rows;
    }

    private static List<String> texts(List<Map<String, @Nullable Object>> rows) {
        return rows.stream().map(RandomValues::text).toList();
    }

    private static String statistics(NewDataFile file) {
        StringBuilder text = new StringBuilder(((LogAction.AddFile) file.action()).statistics());
        file.footer().getBlocks().forEach(block -> block.getColumns().forEach(chunk -> text.append(chunk.getPath())
                .append(": ").append(chunk.getValueCount()).append(", ").append(chunk.getStatistics()).append('\n')));
        return text.toString();
    }

    private ColumnChunkMetaData chunk(ColumnType type, int rows, IntFunction<@Nullable Object> value)
            throws IOException {
        TableShape shape = new TableShape(List.of(new Column("c", type, false)), List.of(), Optional.empty());
        List<Map<String, @Nullable Object>> written = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("c", value.apply(i));
            written.add(row);
        }
        NewDataFile file = TestDataFiles.write(files, shape, written);
        List<Map<String, @Nullable Object>> found = read(file, shape);
        for (int i = 0; i < rows; i++) {
            assertEquals(String.valueOf(value.apply(i)), String.valueOf(found.get(i).get("c")), "row " + i);
        }
        return file.footer().getBlocks().getFirst().getColumns().getFirst();
    }

    @Test
    void valuesThatRepeatAreInADictionary() throws IOException {
        assertTrue(chunk(new ColumnType.Text(), 5_000, i -> "kind " + i % 7).hasDictionaryPage());
        assertTrue(chunk(new ColumnType.Int64(), 5_000, i -> i % 3 == 0 ? null : (long) i % 300).hasDictionaryPage());
        assertTrue(chunk(new ColumnType.Float64(), 600, i -> 0.1).hasDictionaryPage());
    }

    @Test
    void valuesThatDifferAreInNone() throws IOException {
        assertFalse(chunk(new ColumnType.Text(), 5_000, i -> "text " + i).hasDictionaryPage());
        assertFalse(chunk(new ColumnType.Decimal(30, 0), 40, java.math.BigDecimal::valueOf).hasDictionaryPage());
        assertFalse(chunk(new ColumnType.Int32(), 5_000, i -> i).hasDictionaryPage());
        assertFalse(chunk(new ColumnType.Int32(), 5_000, i -> null).hasDictionaryPage());
    }

    /** The values of the first page repeat, those after it do not. */
    @Test
    void aDictionaryThatGrowsTooLargeIsLeft() throws IOException {
        ColumnChunkMetaData chunk = chunk(new ColumnType.Text(), 20_000,
                i -> i < 2_000 ? "kind " + i % 9 : "a text that differs from all others: " + "x".repeat(60) + i);

        assertTrue(chunk.hasDictionaryPage());
        assertTrue(chunk.getEncodings().contains(Encoding.PLAIN));
    }

    @Test
    void aRowGroupThatFailedLeavesNothingToTheNextFile() throws IOException {
        ColumnType line = new ColumnType.Struct(List.of(new Column("sku", new ColumnType.Text(), true)));
        TableShape shape = new TableShape(
                List.of(new Column("n", new ColumnType.Int32(), true),
                        new Column("lines", new ColumnType.ListOf(line), true)),
                List.of(), Optional.empty());
        Map<String, @Nullable Object> good = Map.of("n", 1, "lines", List.of(Map.of("sku", "a")));
        Map<String, @Nullable Object> bad = Map.of("n", 2, "lines", List.of(Map.of("sku", "b"), Map.of()));

        assertThrows(IllegalArgumentException.class, () -> TestDataFiles.write(files, shape, List.of(good, bad)));

        NewDataFile file = TestDataFiles.write(files, shape, List.of(good));
        assertEquals(texts(List.of(good)), texts(read(file, shape)));
        assertEquals(1, file.file().rows());
    }
}
