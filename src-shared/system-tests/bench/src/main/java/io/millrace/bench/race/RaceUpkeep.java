package io.millrace.bench.race;

import java.time.Duration;
import java.util.concurrent.Callable;

import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableMaintenance;
import io.millrace.table.factory.EventTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A process of a race that compacts, vacuums and cuts the log all the time, until it is killed. Prints a line each time. */
@Command(name = "race-upkeep", hidden = true)
public final class RaceUpkeep implements Callable<Integer> {
    private static final long TARGET_BYTES = 1 << 20;
    private static final int MIN_FILES = 4;
    private static final Duration RETENTION = Duration.ofHours(1);
    private static final long PAUSE_MILLIS = 200;

    @Mixin
    private RaceTable table = new RaceTable();
    @Mixin
    private RacePause hold = new RacePause();

    @Override
    public Integer call() throws InterruptedException {
        try (TableMaintenance upkeep = EventTables.maintenance(table.location(), RaceTopic.SHAPE,
                new MaintenanceOptions(
                        "racer-upkeep", TARGET_BYTES, MIN_FILES, 16 * TARGET_BYTES, RETENTION, RETENTION))) {
            while (true) {
                hold.await();
                TableMaintenance.Compacted done = upkeep.compact();
                upkeep.vacuum();
                upkeep.cleanUpLog();
                System.out.println("compacted " + done.filesIn() + " " + done.abandoned());
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
