package io.millrace.bench.simulation.world;

import java.util.Map;
import java.util.Optional;

import io.millrace.landing.LetterCollector;
import io.millrace.landing.letters.LetterFilter;
import io.millrace.landing.letters.LetterParsing;
import io.millrace.landing.letters.LetterResolution;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.Pace;
import io.millrace.landing.letters.Redrive;
import io.millrace.landing.letters.RedriveRecords;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;

/** Collects dead letters in their table, resolves them, and redrives some, as batch-service does. */
final class LetterDesk implements Program {
    private static final long MEMORY = 1 << 20;
    private static final int ALL = 1_000;
    private static final LetterParsing PARSING = new LetterParsing(10);

    private final String name;
    private final World world;
    private final Rounds rounds;
    private int redrives;

    /**
     * @param redrives
     *            how often all open letters are redriven, at most
     */
    LetterDesk(String name, World world, Rounds rounds, int redrives) {
        this.name = name;
        this.world = world;
        this.rounds = rounds;
        this.redrives = redrives;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String table() {
        return World.LETTERS;
    }

    @Override
    public void run() {
        try (EventTable table = world.openCurated(name); EventTable letters = world.openLetters(name)) {
            while (rounds.hasNext()) {
                rounds.next(() -> round(table, letters));
            }
        }
    }

    private void round(EventTable table, EventTable letters) {
        // The watermarks before the end of the dead-letter topic, see LetterResolution.
        Map<String, Long> watermarks = table.books().isEmpty() ? Map.of() : table.status().marks();
        Collector collector = new Collector(world.letters(), letters,
                new LetterCollector(VisitContract.STREAM, letters, PARSING, MEMORY));
        while (collector.write(ALL)) {
            continue;
        }
        if (letters.books().isEmpty()) {
            return;
        }
        try (TableReader reader = world.tables().read(World.LETTERS)) {
            var unused = new LetterResolution(VisitContract.STREAM, watermarks).run(reader, letters);
        }
        if (redrives > 0 && rounds.random().nextBoolean()) {
            redrives--;
            redrive(letters);
        }
    }

    private void redrive(EventTable letters) {
        RedriveRecords records = new RedriveRecords(
                VisitContract.CATALOG.find(VisitContract.STREAM).orElseThrow(), Optional.empty(), world.clock());
        Redrive redrive = new Redrive(VisitContract.STREAM, world.topic().id(), world.producer(world.topic()),
                letters, records, new Pace(Pace.UNLIMITED, () -> 0L));
        try (TableReader reader = world.tables().read(World.LETTERS)) {
            var unused = redrive.run(reader, LetterFilter.ALL.in(LetterState.OPEN), () -> false);
        }
    }
}
