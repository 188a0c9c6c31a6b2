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
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.TableMaintenance.DroppedRows;
import io.millrace.table.factory.EventTables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DroppedRowsTest {
    private static final MaintenanceOptions OPTIONS = new MaintenanceOptions("upkeep", 1 << 20, 2, 1 << 20,
            Duration.ofHours(10), Duration.ofHours(10));
    private static final Duration TWO_DAYS = Duration.ofDays(2);
    private static final long MICROS_PER_MILLI = 1_000L;

    @TempDir
    Path folder;
    private long now;
    private EventTable table;
    private TableMaintenance upkeep;

    /** Rows are out of use since the time of their event, except those whose event id is {@code kept}. */
    private static class UnlessKept implements TableMaintenance.RowExpiry {
        @Override
        public Set<String> columns() {
            return Set.of("event_time", "event_id");
        }

        @Override
        public OptionalLong unusedSince(Map<String, @Nullable Object> row) {
            return "kept".equals(row.get("event_id")) || !(row.get("event_time") instanceof Long micros)
                    ? OptionalLong.empty()
                    : OptionalLong.of(micros / MICROS_PER_MILLI);
        }
    }

    /** For each of the last nine days a row that is in use and one that is not, half a day from the limit of each test. */
    @BeforeEach
    void fill() {
        now = System.currentTimeMillis() * MICROS_PER_MILLI;
        table = open(folder, "stream");
        upkeep = EventTables.maintenance(folder, Fixture.SHAPE, OPTIONS);
        for (int age = 0; age <= 8; age++) {
            table.merge(batch(0, 2L * age, Visit.of("pk" + age, "kept").at(daysAgo(age), "eu"),
                    Visit.of("old" + age, "e").at(daysAgo(age), "eu")));
        }
    }

    /** A time less than {@code days} days ago, by half a day, in microseconds since the epoch. */
    private long daysAgo(int days) {
        return now - days * DAY + DAY / 2;
    }

    @AfterEach
    void close() {
        table.close();
        upkeep.close();
    }

    private Set<Object> pks() {
        return new TreeSet<>(column(folder, "pk"));
    }

    private static Set<Object> without(Set<Object> some, String... pks) {
        Set<Object> left = new TreeSet<>(some);
        left.removeAll(Set.of(pks));
        return left;
    }

    @Test
    void rowsThatWereOutOfUseForLongerAreRemovedAndNoOther() throws IOException {
        Set<Object> all = pks();
        int files = Aging.commits(folder).size();

        DroppedRows dropped = upkeep.dropRows(new UnlessKept(), TWO_DAYS);

        assertEquals(without(all, "old3", "old4", "old5", "old6", "old7", "old8"), pks());
        assertEquals(all.size() - pks().size(), dropped.rows());
        assertEquals(dropped.rows(), dropped.files(), "one row of each file");
        assertEquals(dropped.files(), Aging.commits(folder).size() - files);
        assertFalse(Files.readString(Aging.commits(folder).getLast()).contains("\"dataChange\":false"));
        assertEquals(DroppedRows.NONE, upkeep.dropRows(new UnlessKept(), TWO_DAYS));
    }

    @Test
    void aFileWithoutOtherRowsIsRemoved() {
        table.merge(batch(0, 18, Visit.of("alone", "e").at(daysAgo(8), "us")));
        int files = table.status().files();

        upkeep.dropRows(new UnlessKept(), TWO_DAYS);

        assertFalse(pks().contains("alone"));
        assertEquals(files - 1, table.status().files());
    }

    @Test
    void aCommitWithAClockThatIsAheadRemovesNoRowEarly() {
        Aging.touch(Aging.commits(folder).getLast(), Instant.now().plus(Duration.ofDays(30)));

        upkeep.dropRows(new UnlessKept(), TWO_DAYS);

        assertTrue(pks().contains("old1"), pks()::toString);
    }

    @Test
    void aFileThatIsReplacedMeanwhileIsLeftToTheNextRun() {
        Visit revised = Visit.of("pk8", "kept").at(daysAgo(8), "eu").revised(1, 2.0);

        upkeep.dropRows(new UnlessKept() {
            private boolean merged;

            @Override
            public OptionalLong unusedSince(Map<String, @Nullable Object> row) {
                if (!merged) {
                    merged = true;
                    table.merge(batch(0, 18, revised));
                }
                return super.unusedSince(row);
            }
        }, TWO_DAYS);

        assertTrue(pks().containsAll(Set.of("old8", "pk8")), pks()::toString);
        assertFalse(pks().contains("old7"));
        assertTrue(column(folder, "amount").contains(2.0), "the revision is lost");
        assertEquals(1, upkeep.dropRows(new UnlessKept(), TWO_DAYS).rows());
    }

    @Test
    void aWriterThatKnewTheRowsMergesAsIfTheyHadNeverBeenThere() {
        upkeep.dropRows(new UnlessKept(), TWO_DAYS);

        MergeOutcome again = table.merge(MicroBatch.again(batch(0, 0,
                Visit.of("pk8", "kept").at(daysAgo(8), "eu"),
                Visit.of("old8", "e").at(daysAgo(8), "eu")).events()));

        assertEquals(1, ((MergeOutcome.Merged) again).inserted(), again::toString);
        assertTrue(pks().contains("old8"));
        assertEquals(18, table.watermark(new SourcePartition(Fixture.TOPIC_ID, 0)).orElseThrow());
    }
}
