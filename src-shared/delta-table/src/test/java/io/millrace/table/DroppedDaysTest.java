package io.millrace.table;

import static io.millrace.table.Fixture.DAY;
import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.column;
import static io.millrace.table.Fixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.TableMaintenance.DroppedDays;
import io.millrace.table.factory.EventTables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DroppedDaysTest {
    private static final MaintenanceOptions OPTIONS = new MaintenanceOptions("upkeep", 1 << 20, 2, 1 << 20,
            Duration.ofHours(10), Duration.ofHours(10));
    private static final Duration TWO_DAYS = Duration.ofDays(2);
    private static final int OLDEST = 7;

    @TempDir
    Path folder;
    private long today;
    private EventTable table;
    private TableMaintenance upkeep;

    /** Two files for each day of the last week, and today. */
    @BeforeEach
    void fill() {
        today = LocalDate.now(ZoneOffset.UTC).toEpochDay();
        table = open(folder, "stream");
        upkeep = EventTables.maintenance(folder, Fixture.SHAPE, OPTIONS);
        for (int age = 0; age <= OLDEST; age++) {
            table.merge(batch(0, 2L * age, Visit.of("pk" + age, "e").at((today - age) * DAY, "eu"),
                    Visit.of("pk" + age, "f").at((today - age) * DAY, "us")));
        }
    }

    @AfterEach
    void close() {
        table.close();
        upkeep.close();
    }

    private Set<Object> ages() {
        Set<Object> ages = new TreeSet<>();
        column(folder, "event_date").forEach(day -> ages.add(today - (Integer) day));
        return ages;
    }

    @Test
    void daysThatAreOverForLongerAreRemovedAsAWholeInOneCommit() throws IOException {
        DroppedDays dropped = upkeep.dropDays("event_date", TWO_DAYS);

        assertTrue(dropped.days() == 4 || dropped.days() == 5, dropped::toString);
        assertEquals(2 * dropped.days(), dropped.files());
        assertFalse(ages().contains((long) OLDEST));
        assertTrue(ages().containsAll(Set.of(0L, 1L, 2L)), () -> "less than two days old: " + ages());
        assertEquals(16 - 2 * dropped.days(), column(folder, "pk").size(), "each day is there with both rows or gone");
        String commit = Files.readString(Aging.commits(folder).getLast());
        assertEquals(dropped.files(), commit.split("\"remove\"", -1).length - 1, commit);
        assertFalse(commit.contains("\"dataChange\":false"), commit);
        assertEquals(16, Aging.dataFiles(folder).size(), "vacuum deletes the files later");
    }

    @Test
    void nothingIsCommittedWhenNoDayIsOldEnough() {
        long version = table.status().version();

        assertEquals(DroppedDays.NONE, upkeep.dropDays("event_date", Duration.ofDays(30)));

        assertEquals(version, table.status().version());
    }

    @Test
    void aCommitWithAClockThatIsAheadRemovesNoDayEarly() {
        Aging.touch(Aging.commits(folder).getLast(), Instant.now().plus(Duration.ofDays(30)));

        upkeep.dropDays("event_date", TWO_DAYS);

        assertTrue(ages().contains(2L), ages()::toString);
    }

    @Test
    void aTableThatBeganWithAClockAheadLosesNoDayEarly() {
        Aging.touch(Aging.commits(folder).getFirst(), Instant.now().plus(Duration.ofDays(30)));

        upkeep.dropDays("event_date", TWO_DAYS);

        assertTrue(ages().containsAll(Set.of(0L, 1L, 2L)), ages()::toString);
    }

    @Test
    void filesThatACompactionWroteMeanwhileGoWithTheirDay() {
        try (TableMaintenance other = EventTables.maintenance(folder, Fixture.SHAPE, OPTIONS)) {
            table.merge(batch(0, 16, Visit.of("late", "e").at((today - OLDEST) * DAY, "eu")));
            upkeep.dropDays("event_date", Duration.ofDays(30));
            other.compact();

            upkeep.dropDays("event_date", TWO_DAYS);

            assertFalse(ages().contains((long) OLDEST), ages()::toString);
        }
    }

    @Test
    void progressStays() {
        upkeep.dropDays("event_date", TWO_DAYS);

        assertEquals(16, table.watermark(new SourcePartition(Fixture.TOPIC_ID, 0)).orElseThrow());
    }
}
