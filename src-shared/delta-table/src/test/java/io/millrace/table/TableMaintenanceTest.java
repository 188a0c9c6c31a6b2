package io.millrace.table;

import static io.millrace.table.Fixture.NOW;
import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.column;
import static io.millrace.table.Fixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.factory.EventTables;
import io.millrace.table.internal.TableFactory;
import io.millrace.table.mergerule.OffsetRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableMaintenanceTest {
    private static final long MEBIBYTE = 1L << 20;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final MaintenanceOptions OPTIONS = new MaintenanceOptions("upkeep", MEBIBYTE, 2, 10 * MEBIBYTE,
            Duration.ofHours(10), Duration.ofHours(10));

    @TempDir
    Path folder;
    private EventTable table;
    private TableMaintenance upkeep;

    @BeforeEach
    void openTable() {
        table = open(folder, "stream");
        upkeep = EventTables.maintenance(folder, Fixture.SHAPE, OPTIONS);
    }

    @AfterEach
    void closeTable() {
        table.close();
        upkeep.close();
    }

    private void merge(long from, Visit... visits) {
        table.merge(batch(0, from, visits));
    }

    private void mergeOneByOne(int from, int until) {
        for (int i = from; i < until; i++) {
            merge(i, Visit.of("pk" + i, "1"));
        }
    }

    private static TableMaintenance.Compacted counted(TableMaintenance.Compacted done) {
        return new TableMaintenance.Compacted(done.filesIn(), done.filesOut(), 0, 0, done.rows(), done.abandoned());
    }

    @Test
    void smallFilesOfAPartitionBecomeOneInTheOrderOfTheirKeys() {
        mergeOneByOne(0, 5);
        merge(5, Visit.of("alone", "1").at(NOW, "us"));
        Set<Object> before = Set.copyOf(column(folder, "pk"));

        TableMaintenance.Compacted done = upkeep.compact();

        assertEquals(new TableMaintenance.Compacted(5, 1, 0, 0, 5, 0), counted(done));
        assertEquals(2, table.status().files());
        assertEquals(before, Set.copyOf(column(folder, "pk")));
        List<Object> eu = column(folder, "pk").stream().filter(pk -> !pk.equals("alone")).toList();
        assertEquals(eu.stream().sorted().toList(), eu);
    }

    @Test
    void theLogSaysThatACompactionChangesNoData() throws IOException {
        mergeOneByOne(0, 5);

        upkeep.compact();

        String commit = Files.readString(Aging.commits(folder).getLast());
        assertTrue(commit.contains("\"remove\"") && commit.contains("\"add\""), commit);
        assertTrue(commit.contains("\"dataChange\":false"), commit);
        assertFalse(commit.contains("\"dataChange\":true"), commit);
    }

    @Test
    void nothingIsLeftToDoAfterACompaction() {
        mergeOneByOne(0, 5);
        upkeep.compact();

        TableMaintenance.Compacted again = upkeep.compact();

        assertEquals(TableMaintenance.Compacted.NOTHING, again);
    }

    @Test
    void keysStayUniqueAndRevisionsStayRightAfterACompaction() {
        mergeOneByOne(0, 5);
        upkeep.compact();

        var again = table.merge(batch(0, 5, Visit.of("pk3", "1"), Visit.of("new", "1")));
        var revised = table.merge(batch(0, 7, Visit.of("pk4", "1").revised(3, 9.5)));

        assertEquals(new MergeOutcome.Merged(7, 1, 0, 1, 0, 1), again);
        assertEquals(new MergeOutcome.Merged(8, 0, 1, 0, 0, 1), revised);
        assertEquals(6, new HashSet<>(column(folder, "pk")).size());
        assertEquals(6, column(folder, "pk").size());
        try (EventTable fresh = open(folder, "batch")) {
            assertEquals(new MergeOutcome.Merged(9, 0, 0, 1, 0, 1),
                    fresh.merge(batch(1, 0, Visit.of("pk0", "1"))));
        }
    }

    @Test
    void filesThatLackANewColumnGetNulls() {
        mergeOneByOne(0, 2);
        List<Column> columns = new ArrayList<>(Fixture.SHAPE.columns());
        columns.add(new Column("channel", new ColumnType.Text(), false));
        TableShape wider = new TableShape(columns, Fixture.SHAPE.partitionColumns(), Fixture.SHAPE.keys());
        EventRow narrow = Visit.of("pk2", "1").row(0, 2, "stream");
        Map<String, Object> values = new HashMap<>(narrow.values());
        values.put("channel", "web");
        EventRow row = new EventRow(narrow.key(), narrow.precedence(), narrow.partition(), narrow.ingestedAtMicros(),
                values);
        table.merge(new MicroBatch(wider, Fixture.TOPIC_ID, List.of(row), Map.of(0, new OffsetRange(2, 3))));

        TableMaintenance.Compacted done = upkeep.compact();

        assertEquals(new TableMaintenance.Compacted(3, 1, 0, 0, 3, 0), counted(done));
        List<Object> channels = new ArrayList<>(column(folder, "channel"));
        assertEquals(1, channels.stream().filter("web"::equals).count());
        assertEquals(3, channels.size());
    }

    @Test
    void aCompactionMakesNoRowLookStaler() {
        mergeOneByOne(0, 3);
        List<Long> before = freshness();

        upkeep.compact();

        assertEquals(before, freshness());
        assertEquals(3, before.size());
    }

    private List<Long> freshness() {
        try (TableReader reader = EventTables.read(folder)) {
            return reader.freshnessMillis().stream().sorted().toList();
        }
    }

    @Test
    void aGroupOfFilesIsBoundedAndTheRestIsDoneToo() {
        mergeOneByOne(0, 6);
        long size = table.status().bytes() / 6;
        try (TableMaintenance bounded = EventTables.maintenance(folder, Fixture.SHAPE,
                new MaintenanceOptions("upkeep", 3 * size + 100, 2, 4 * size, Duration.ofHours(10),
                        Duration.ofHours(10)))) {
            assertEquals(3, bounded.compact().filesIn());
            assertEquals(3, bounded.compact().filesIn());
        }
        assertEquals(6, column(folder, "pk").size());
    }

    @Test
    void replacedFilesGoAfterTheRetentionAndTheRowsStay() {
        mergeOneByOne(0, 20);
        upkeep.compact();
        TableMaintenance.Vacuumed first = upkeep.vacuum();
        mergeOneByOne(20, 40);
        Aging.spread(folder, HOUR);

        TableMaintenance.Vacuumed second = upkeep.vacuum();

        assertEquals(0, first.files());
        assertEquals(20, second.files());
        assertEquals(21, Aging.dataFiles(folder).size());
        assertEquals(40, column(folder, "pk").size());
    }

    @Test
    void noClockOfThisProcessMakesAFileOld() {
        mergeOneByOne(0, 5);
        upkeep.compact();
        Aging.dataFiles(folder).forEach(file -> Aging.touch(file, Clock.systemUTC().instant().minus(HOUR)));
        for (int days : List.of(8, -8)) {
            Clock shifted = Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
            try (TableMaintenance other = TableFactory.maintenance(new TableLocation.Folder(folder), Fixture.SHAPE,
                    OPTIONS, shifted)) {
                other.vacuum();
                assertEquals(new TableMaintenance.Vacuumed(0, 0, 5), other.vacuum());
                assertEquals(0, other.cleanUpLog().files());
            }
        }
    }

    @Test
    void aFileThatLivedAndWasReplacedSinceTheLastVacuumWaitsAnew() {
        mergeOneByOne(0, 3);
        upkeep.compact();
        upkeep.vacuum();
        mergeOneByOne(3, 30);
        Aging.spread(folder, HOUR);
        upkeep.compact();

        TableMaintenance.Vacuumed done = upkeep.vacuum();

        assertEquals(3, done.files());
        assertEquals(28, done.waiting());
    }

    @Test
    void nothingIsDoneWhereThereIsNoTable() {
        assertEquals(TableMaintenance.Compacted.NOTHING, upkeep.compact());
        assertEquals(new TableMaintenance.Vacuumed(0, 0, 0), upkeep.vacuum());
        assertEquals(new TableMaintenance.LogCleaned(0, -1), upkeep.cleanUpLog());
        assertFalse(Files.exists(folder.resolve("_delta_log")));
        assertFalse(Files.exists(folder.resolve("_upkeep")));
    }

    @Test
    void aTableThatMillraceRefusesIsNotTouched() throws IOException {
        mergeOneByOne(0, 3);
        Files.writeString(folder.resolve("_delta_log/00000000000000000004.json"), """
                {"commitInfo":{"timestamp":1,"operation":"UPGRADE PROTOCOL","operationParameters":{}}}
                {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],\
                "writerFeatures":["deletionVectors"]}}
                """);

        assertThrows(TableRefusedException.class, upkeep::compact);
        assertThrows(TableRefusedException.class, upkeep::vacuum);
        assertThrows(TableRefusedException.class, upkeep::cleanUpLog);
        assertFalse(Files.exists(folder.resolve("_upkeep")));
    }

    @Test
    void optionsThatCouldRemoveWhatIsNeededAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MaintenanceOptions("upkeep", MEBIBYTE, 2, MEBIBYTE,
                Duration.ofMinutes(59), Duration.ofDays(1)));
        assertThrows(IllegalArgumentException.class, () -> new MaintenanceOptions("upkeep", MEBIBYTE, 2, MEBIBYTE,
                Duration.ofDays(2), Duration.ofDays(1)));
        assertThrows(IllegalArgumentException.class, () -> new MaintenanceOptions("upkeep", MEBIBYTE, 1, MEBIBYTE,
                Duration.ofDays(2), Duration.ofDays(2)));
    }
}
