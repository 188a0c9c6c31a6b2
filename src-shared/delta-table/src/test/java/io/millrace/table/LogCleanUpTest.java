package io.millrace.table;

import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.column;
import static io.millrace.table.Fixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.factory.EventTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCleanUpTest {
    private static final Duration RETENTION = Duration.ofHours(12);

    @TempDir
    Path folder;

    private void merges(int from, int until) {
        try (EventTable table = open(folder, "stream")) {
            for (int i = from; i < until; i++) {
                table.merge(batch(0, i, Visit.of("pk" + i, "1")));
            }
        }
    }

    private TableMaintenance.LogCleaned cleanUp() {
        try (TableMaintenance upkeep = EventTables.maintenance(folder, Fixture.SHAPE,
                new MaintenanceOptions("upkeep", 1 << 20, 2, 1 << 20, RETENTION, RETENTION))) {
            return upkeep.cleanUpLog();
        }
    }

    @Test
    void commitsBelowTheCheckpointThatTheRetentionNeedsGo() {
        merges(0, 50);
        Aging.spread(folder, Duration.ofHours(1));

        TableMaintenance.LogCleaned done = cleanUp();

        // 50 - 12 - 3 hours are versions 0 to 34; the last of them needs the checkpoint at 20
        assertEquals(20, done.firstVersion());
        assertTrue(Aging.commits(folder).getFirst().endsWith("00000000000000000020.json"));
        assertEquals(50, column(folder, "pk").size());
    }

    @Test
    void nothingGoesWithinTheRetention() {
        merges(0, 50);
        Aging.spread(folder, Duration.ofMinutes(10));

        assertEquals(new TableMaintenance.LogCleaned(0, 0), cleanUp());
    }

    @Test
    void aLogWithoutACheckpointStaysWhole() {
        merges(0, 15);
        Aging.spread(folder, Duration.ofHours(2));

        assertEquals(new TableMaintenance.LogCleaned(0, 0), cleanUp());
    }

    @Test
    void aWriterThatSleptForLongerThanTheLogIsKeptGoesOnFromTheNewestVersion() {
        merges(0, 5);
        try (EventTable sleeper = open(folder, "batch")) {
            sleeper.merge(batch(1, 0, Visit.of("other", "1")));
            merges(5, 60);
            Aging.spread(folder, Duration.ofHours(1));
            cleanUp();

            var outcome = sleeper.merge(batch(1, 1, Visit.of("pk30", "1"), Visit.of("woken", "1")));

            assertEquals(new MergeOutcome.Merged(62, 1, 0, 1, 0, 1), outcome);
        }
        assertEquals(62, column(folder, "pk").size());
    }
}
