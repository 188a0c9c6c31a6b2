package io.millrace.table.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.utils.CloseableIterator;
import io.millrace.table.BoundSamples;
import io.millrace.table.DeltaBackend;
import io.millrace.table.EventTable;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.kernel.KernelEngine;
import io.millrace.table.internal.log.kernel.KernelLog;
import io.millrace.table.internal.storage.LocalStorage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delta Kernel leaves out files by their statistics: never one that has a row which the filter wants. */
class PrunedReadsTest {
    private static final Map<String, IntPredicate> COMPARISONS = Map.of("<", c -> c < 0, "<=", c -> c <= 0, "=",
            c -> c == 0, ">=", c -> c >= 0, ">", c -> c > 0);

    /** In JSON it drops the sign of a zero, and moves days of 1582 that the calendar skipped by ten. */
    private static final Set<Object> MISREAD_BY_KERNEL = Set.of(-0.0f, -0.0,
            (int) LocalDate.of(1582, 10, 10).toEpochDay());

    @TempDir
    static Path folder;
    private static final LocalStorage IO = new LocalStorage();
    private static final KernelEngine ENGINE = new KernelEngine(IO);
    private static final Map<String, List<Map<String, @Nullable Object>>> ROWS = new HashMap<>();
    private static @Nullable Snapshot snapshot;

    @BeforeAll
    static void readAllFiles() throws IOException {
        try (EventTable table = new DeltaBackend(folder).open(BoundSamples.SHAPE, "stream")) {
            BoundSamples.merge(table);
        }
        snapshot = TableManager.loadSnapshot(folder.toString()).build(ENGINE);
        KernelLog log = new KernelLog(IO, folder.toString(), "test");
        log.advance();
        try (DataFiles files = new DataFiles(IO, folder.toString(), Clock.systemUTC())) {
            for (ActiveFile file : log.state().orElseThrow().files().values()) {
                List<Map<String, @Nullable Object>> rows = new ArrayList<>();
                files.reader().read(file, BoundSamples.SHAPE, rows::add);
                ROWS.put(file.path(), rows);
            }
        } finally {
            log.close();
        }
    }

    @Test
    void noFileWithARowThatAComparisonWantsIsLeftOut() throws IOException {
        List<String> lost = new ArrayList<>();
        for (var column : BoundSamples.VALUES.entrySet()) {
            for (Object value : column.getValue().stream().filter(v -> !MISREAD_BY_KERNEL.contains(v)).toList()) {
                for (String comparison : COMPARISONS.keySet()) {
                    Set<String> read = read(
                            new Predicate(comparison, column(column.getKey()), literal(column.getKey(), value)));
                    filesWith(column.getKey(), comparison, value).stream().filter(file -> !read.contains(file))
                            .forEach(file -> lost
                                    .add(column.getKey().name() + comparison + value + " in " + ROWS.get(file)));
                }
            }
        }
        assertEquals(List.of(), lost);
    }

    @Test
    void filesWithoutSuchARowAreLeftOut() throws IOException {
        Map<String, Object> great = Map.of("a_long", Long.MAX_VALUE, "an_int", Integer.MAX_VALUE, "a_text",
                "\udbff\udfff", "a_date", 100_000, "a_time", 1L << 55, "a_double", 1.0, "a_float", 1.0f);
        for (Column column : BoundSamples.VALUES.keySet()) {
            Object value = great.get(column.name());
            if (value != null) {
                Set<String> read = read(new Predicate(">=", column(column), literal(column, value)));
                assertTrue(read.size() < ROWS.size() * 2 / 3, column + ": " + read.size() + " of " + ROWS.size());
            }
        }
    }

    @Test
    void nullsOfEveryPrimitiveTypeAreCounted() throws IOException {
        for (Column column : BoundSamples.VALUES.keySet()) {
            Set<String> wanted = new TreeSet<>();
            ROWS.forEach((file, rows) -> {
                if (rows.stream().anyMatch(row -> row.get(column.name()) == null)) {
                    wanted.add(file);
                }
            });
            assertEquals(wanted, new TreeSet<>(read(new Predicate("IS_NULL", column(column)))), column.name());
        }
    }

    private static io.delta.kernel.expressions.Column column(Column column) {
        return new io.delta.kernel.expressions.Column(column.name());
    }

    private static Set<String> filesWith(Column column, String comparison, Object wanted) {
        Set<String> files = new HashSet<>();
        IntPredicate holds = Objects.requireNonNull(COMPARISONS.get(comparison));
        ROWS.forEach((file, rows) -> {
            for (Map<String, @Nullable Object> row : rows) {
                Object value = row.get(column.name());
                if (value != null && holds.test(compare(value, wanted))) {
                    files.add(file);
                }
            }
        });
        return files;
    }

    /** As SQL does: zeros are equal, NaN is above all, texts and bytes are ordered by unsigned bytes. */
    private static int compare(Object a, Object b) {
        return switch (a) {
            case Float number -> Float.compare(number + 0.0f, (Float) b + 0.0f);
            case Double number -> Double.compare(number + 0.0, (Double) b + 0.0);
            case String text -> java.util.Arrays.compareUnsigned(text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    ((String) b).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case byte[] bytes -> java.util.Arrays.compareUnsigned(bytes, (byte[]) b);
            case Long number -> Long.compare(number, (Long) b);
            case Integer number -> Integer.compare(number, (Integer) b);
            case Boolean flag -> Boolean.compare(flag, (Boolean) b);
            case BigDecimal decimal -> decimal.compareTo((BigDecimal) b);
            default -> throw new IllegalStateException("no order of " + a.getClass());
        };
    }

    private static Literal literal(Column column, Object value) {
        return switch (column.type()) {
            case ColumnType.Text t -> Literal.ofString((String) value);
            case ColumnType.Bool t -> Literal.ofBoolean((Boolean) value);
            case ColumnType.Int32 t -> Literal.ofInt((Integer) value);
            case ColumnType.Int64 t -> Literal.ofLong((Long) value);
            case ColumnType.Float32 t -> Literal.ofFloat((Float) value);
            case ColumnType.Float64 t -> Literal.ofDouble((Double) value);
            case ColumnType.Bytes t -> Literal.ofBinary((byte[]) value);
            case ColumnType.Date t -> Literal.ofDate((Integer) value);
            case ColumnType.Timestamp t -> Literal.ofTimestamp((Long) value);
            case ColumnType.Decimal d -> Literal.ofDecimal((BigDecimal) value, d.precision(), d.scale());
            default -> throw new IllegalStateException("no literal of " + column.type());
        };
    }

    private static Set<String> read(Predicate filter) throws IOException {
        Set<String> paths = new HashSet<>();
        try (CloseableIterator<FilteredColumnarBatch> batches = Objects.requireNonNull(snapshot)
                .getScanBuilder().withFilter(filter).build().getScanFiles(ENGINE)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        paths.add(new AddFile(rows.next().getStruct(0)).getPath());
                    }
                }
            }
        }
        return paths;
    }
}
