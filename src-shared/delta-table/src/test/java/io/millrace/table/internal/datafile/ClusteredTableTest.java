package io.millrace.table.internal.datafile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableReader;
import io.millrace.table.TableShape;
import io.millrace.table.WriterOptions;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.factory.EventTables;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.kernel.KernelLog;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table whose region has too many values for a partition each. */
@Tag("slow")
class ClusteredTableTest {
    private static final TableShape FLIGHTS = Fixture.shape(List.of("event_date"), "airport",
            new Column("airport", new ColumnType.Text(), false), new Column("revision", new ColumnType.Int64(), false),
            new Column("delay", new ColumnType.Float64(), false));
    private static final int AIRPORTS = 229;
    private static final int DAYS = 3;
    private static final int PER_DAY = 9_000;
    private static final LocalDate LAST_DAY = LocalDate.ofEpochDay(Fixture.NOW / Fixture.DAY - 1);
    private static final int BATCHES = 4;
    /** The last day is not over, by an hour. */
    private static final long FIRST = Fixture.NOW - DAYS * Fixture.DAY;

    @TempDir
    Path folder;
    private long next;

    private static Map<String, @Nullable Object> flight(int number, long revision) {
        Random random = new Random(number);
        // The number of an airport's flights falls with its rank.
        String airport = random.nextInt(50) == 0
                ? null
                : String.format("A%03d", (int) (AIRPORTS * Math.pow(random.nextDouble(), 2)));
        Map<String, @Nullable Object> flight = new HashMap<>();
        flight.put("pk", "f-" + Integer.toHexString(number * 0x9E3779B1));
        flight.put("event_id", "e" + number);
        flight.put("event_time", FIRST + number % DAYS * Fixture.DAY);
        flight.put("airport", airport);
        flight.put("revision", revision);
        flight.put("delay", random.nextDouble());
        return flight;
    }

    private MergeOutcome merge(EventTable table, List<Map<String, @Nullable Object>> flights) {
        List<EventRow> rows = new ArrayList<>();
        long from = next;
        for (Map<String, @Nullable Object> flight : flights) {
            rows.add(Fixture.row(FLIGHTS, flight, 0, next++, "stream"));
        }
        return table.merge(new MicroBatch(FLIGHTS, Fixture.TOPIC_ID, rows,
                Map.of(0, new OffsetRange(from, next))));
    }

    private EventTable open() {
        return EventTables.open(folder, FLIGHTS,
                new WriterOptions("stream", Duration.ofDays(30), 64L << 20));
    }

    private TableMaintenance.Compacted compact() {
        try (TableMaintenance upkeep = EventTables.maintenance(folder, FLIGHTS,
                new MaintenanceOptions("batch",
                        64L << 20, 8, 1L << 30, Duration.ofDays(7), Duration.ofDays(7)))) {
            return upkeep.compact();
        }
    }

    private void fill(EventTable table) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < DAYS * PER_DAY; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, new Random(7));
        int size = numbers.size() / BATCHES;
        for (int i = 0; i < BATCHES; i++) {
            merge(table, numbers.subList(i * size, (i + 1) * size).stream().map(n -> flight(n, 0)).toList());
        }
    }

    private Map<String, String> rows() {
        Map<String, String> rows = new HashMap<>();
        try (TableReader reader = EventTables.read(folder)) {
            reader.rows(Long.MAX_VALUE, row -> {
                String before = rows.put(String.valueOf(row.get("event_id")), new TreeMap<>(row).toString());
                assertEquals(null, before);
            });
        }
        return rows;
    }

    /** Which part of the bytes of the days that are over a reader needs for an airport, by the statistics. */
    private double partFor(String airport) throws IOException {
        double needed = 0;
        double all = 0;
        DataFiles files = new DataFiles(new LocalStorage(), folder.toString(), Clock.systemUTC());
        for (ActiveFile file : files()) {
            try (SeekableInput bytes = files.reader().bytes(file)) {
                for (BlockMetaData block : files.reader().footer(file, bytes).getBlocks()) {
                    if (!file.path().contains("event_date=" + LAST_DAY)) {
                        all += block.getCompressedSize();
                        needed += mayHold(block, airport) ? block.getCompressedSize() : 0;
                    }
                }
            }
        }
        return needed / all;
    }

    private List<ActiveFile> files() {
        KernelLog log = new KernelLog(new LocalStorage(), folder.toString(), "test");
        log.advance();
        List<ActiveFile> files = List.copyOf(log.state().orElseThrow().files().values());
        log.close();
        return files;
    }

    private static boolean mayHold(BlockMetaData block, String airport) {
        ColumnChunkMetaData chunk = block.getColumns().stream()
                .filter(c -> c.getPath().toDotString().equals("airport")).findFirst().orElseThrow();
        Statistics<?> statistics = chunk.getStatistics();
        Binary wanted = Binary.fromString(airport);
        return statistics.hasNonNullValue() && order(statistics.genericGetMin(), wanted) <= 0
                && order(wanted, statistics.genericGetMax()) <= 0;
    }

    private static int order(Object left, Object right) {
        return java.util.Arrays.compareUnsigned(((Binary) left).getBytes(), ((Binary) right).getBytes());
    }

    @Test
    void aDayThatIsOverIsOneFileWhoseRowGroupsReadersSkipByRegion() throws IOException {
        Map<String, String> before;
        try (EventTable table = open()) {
            fill(table);
            before = rows();
            assertEquals(DAYS * BATCHES, table.status().files());

            TableMaintenance.Compacted done = compact();

            assertEquals((DAYS - 1) * BATCHES, done.filesIn());
            assertEquals(DAYS - 1 + BATCHES, table.status().files());
            assertEquals(before, rows());
            assertEquals(TableMaintenance.Compacted.NOTHING, compact());
        }
        assertEquals(DAYS - 1, files().stream().filter(ActiveFile::clustered).count());
    }

    @Test
    void readersOfAClusteredTableSkipNineTenthsByRegion() throws IOException {
        try (EventTable table = open()) {
            fill(table);
        }
        for (String airport : List.of("A020", "A100", "A228")) {
            assertTrue(partFor(airport) > 0.9, () -> airport);
        }

        compact();

        for (String airport : List.of("A020", "A100", "A228")) {
            double part = partFor(airport);
            assertTrue(part > 0 && part < 0.1, () -> airport + ": " + part);
        }
    }

    @Test
    void keysStayUniqueAndRevisionsRightInClusteredFiles() throws IOException {
        try (EventTable table = open()) {
            fill(table);
            compact();
            assertEquals(new MergeOutcome.Merged(table.status().version() + 1, 0, 0, 40, 0, 1),
                    merge(table, numbers(0, 40, 0)));
        }
        try (EventTable fresh = open()) {
            long version = fresh.status().version();

            MergeOutcome outcome = merge(fresh, List.of(flight(0, 0), flight(1, 7), flight(3, 7), flight(99_999, 0)));

            assertEquals(new MergeOutcome.Merged(version + 1, 1, 2, 1, 0, 1), outcome);
            assertEquals(new MergeOutcome.Merged(version + 2, 0, 0, 400, 0, 1), merge(fresh, numbers(0, 400, 0)));
            assertEquals(new MergeOutcome.Merged(version + 3, 0, 1, 0, 0, 1), merge(fresh, List.of(flight(1, 8))));
        }
        Map<String, String> rows = rows();
        assertEquals(DAYS * PER_DAY + 1, rows.size());
        assertTrue(String.valueOf(rows.get("e1")).contains("revision=8"), rows.get("e1"));
        assertTrue(String.valueOf(rows.get("e3")).contains("revision=7"), rows.get("e3"));
    }

    private static List<Map<String, @Nullable Object>> numbers(int from, int until, long revision) {
        List<Map<String, @Nullable Object>> flights = new ArrayList<>();
        for (int i = from; i < until; i++) {
            flights.add(flight(i, revision));
        }
        return flights;
    }
}
