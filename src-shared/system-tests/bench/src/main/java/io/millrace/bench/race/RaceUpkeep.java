package io.millrace.bench.race;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.millrace.landing.bronze.BronzeTable;
import io.millrace.landing.letters.LetterTable;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableLocation;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableShape;
import io.millrace.table.factory.EventTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A process of a race that compacts, vacuums and cuts the logs of all tables, until it is killed. Prints a line each time. */
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
        try (TableMaintenance events = open(table.location(), RaceTopic.SHAPE);
                TableMaintenance bronze = open(RaceTable.bronze(table.location()), BronzeTable.SHAPE);
                TableMaintenance letters = open(RaceTable.letters(table.location()), LetterTable.SHAPE)) {
            while (true) {
                for (TableMaintenance upkeep : List.of(events, bronze, letters)) {
                    hold.await();
                    TableMaintenance.Compacted done = upkeep.compact();
                    upkeep.vacuum();
                    upkeep.cleanUpLog();
                    System.out.println("compacted " + done.filesIn() + " " + done.abandoned());
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static TableMaintenance open(TableLocation location, TableShape shape) {
        return EventTables.maintenance(location, shape, new MaintenanceOptions("racer-upkeep", TARGET_BYTES, MIN_FILES,
                16 * TARGET_BYTES, RETENTION, RETENTION));
    }
}
