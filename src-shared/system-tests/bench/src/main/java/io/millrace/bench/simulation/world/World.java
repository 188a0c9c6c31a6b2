package io.millrace.bench.simulation.world;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.bench.simulation.schedule.RecordedDecisions;
import io.millrace.bench.simulation.schedule.Scheduler;
import io.millrace.bench.simulation.storage.MemoryStorage;
import io.millrace.bench.simulation.storage.SimulatedClock;
import io.millrace.bench.simulation.table.Guard;
import io.millrace.bench.simulation.table.SimulatedTables;
import io.millrace.landing.bronze.BronzeTable;
import io.millrace.landing.letters.LetterTable;
import io.millrace.table.EventTable;
import io.millrace.table.TableShape;

/**
 * A stream: its topics, the storage of its tables, and the clock.
 *
 * @param topic
 *            of its events
 * @param letters
 *            its dead-letter topic
 * @param files
 *            what is stored
 * @param clock
 *            of the storage and of every process
 * @param commits
 *            what was committed
 * @param scheduler
 *            runs the programs
 * @param tables
 *            opens the tables
 */
public record World(SimulatedTopic topic, SimulatedTopic letters, MemoryStorage files, SimulatedClock clock,
        CommitRecorder commits, Scheduler scheduler, SimulatedTables tables) {
    /** Location of the table of the stream. */
    public static final String CURATED = "/tables/visits";
    /** Location of its bronze table. */
    public static final String BRONZE = "/tables/visits_bronze";
    /** Location of its table of dead letters. */
    public static final String LETTERS = "/tables/visits_dlq";

    private static final int CHECKPOINTS = 3;

    /** Locations of all tables. */
    public static final List<String> TABLES = List.of(CURATED, BRONZE, LETTERS);

    /** The columns of a table. */
    public static TableShape shape(String table) {
        return switch (table) {
            case CURATED -> VisitContract.SHAPE;
            case BRONZE -> BronzeTable.SHAPE;
            default -> LetterTable.SHAPE;
        };
    }

    /** The same world for a thread that is alone: all guards are on, and no call fails. */
    public World alone(long seed) {
        Scheduler none = new Scheduler(new RecordedDecisions(Map.of()), false);
        return new World(topic, letters, files, clock, commits, none,
                new SimulatedTables(files, none, Set.of(), clock, commits, ~seed, CHECKPOINTS));
    }

    /**
     * A world that goes on from an image.
     *
     * @param commitMillis
     *            the time that passes with each commit
     * @param seed
     *            of the names of files
     */
    static World of(Image image, Scheduler scheduler, Set<Guard> off, long commitMillis, long seed) {
        SimulatedClock clock = new SimulatedClock(image.millis());
        MemoryStorage files = image.files().copy(clock);
        CommitRecorder commits = image.commits().copy(clock, commitMillis);
        return new World(image.topic().copy(), image.letters().copy(), files, clock, commits, scheduler,
                new SimulatedTables(files, scheduler, off, clock, commits, seed, image.checkpointInterval()));
    }

    EventTable openCurated(String writer) {
        return tables.open(CURATED, VisitContract.SHAPE, writer);
    }

    EventTable openBronze(String writer) {
        return tables.open(BRONZE, BronzeTable.SHAPE, writer);
    }

    EventTable openLetters(String writer) {
        return tables.open(LETTERS, LetterTable.SHAPE, writer);
    }

    SimulatedProducer producer(SimulatedTopic to) {
        return new SimulatedProducer(to, scheduler, to == letters && tables.isOff(Guard.DEAD_LETTER_BLOCK));
    }
}
