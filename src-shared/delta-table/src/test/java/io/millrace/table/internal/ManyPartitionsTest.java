package io.millrace.table.internal;

import static io.millrace.table.Fixture.DAY;
import static io.millrace.table.Fixture.NOW;
import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;

import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableMaintenance;
import io.millrace.table.factory.EventTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upkeep of a table that has more partitions than it should. */
class ManyPartitionsTest {
    private static final int PARTITIONS = 70;
    private static final MaintenanceOptions OPTIONS = new MaintenanceOptions("upkeep", 1 << 20, 8, 1 << 20,
            Duration.ofHours(1),
            Duration.ofHours(1));

    @TempDir
    Path folder;

    @Test
    void threeFilesInEachPartitionOfDaysThatAreOverBecomeOneInOneCommit() {
        try (EventTable table = open(folder, "stream");
                TableMaintenance upkeep = EventTables.maintenance(folder, Fixture.SHAPE, OPTIONS)) {
            for (int i = 0; i < 3; i++) {
                table.merge(batch(0, (long) i * PARTITIONS, visits(i)));
            }
            assertEquals(PARTITIONS, table.partitioning().written());
            assertEquals(3 * PARTITIONS, table.status().files());
            long version = table.status().version();

            TableMaintenance.Compacted done = upkeep.compact();

            assertEquals(3 * PARTITIONS, done.filesIn());
            assertEquals(PARTITIONS, table.status().files());
            assertEquals(version + 1, table.status().version());
            assertEquals(3 * PARTITIONS, table.status().rows());
            assertEquals(TableMaintenance.Compacted.NOTHING, upkeep.compact());
        }
    }

    private static Visit[] visits(int round) {
        Visit[] visits = new Visit[PARTITIONS];
        for (int i = 0; i < visits.length; i++) {
            visits[i] = Visit.of("pk" + i, "e" + round).at(NOW - 3 * DAY, "r" + i);
        }
        return visits;
    }
}
