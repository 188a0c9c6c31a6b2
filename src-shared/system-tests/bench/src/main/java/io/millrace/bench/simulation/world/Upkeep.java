package io.millrace.bench.simulation.world;

import java.time.Duration;
import java.util.List;

import io.millrace.landing.bronze.BronzeTable;
import io.millrace.landing.letters.LetterTable;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableShape;

/** Compacts, vacuums and shortens the log of one of the tables after another, and drops the expired days of bronze. */
final class Upkeep implements Program {
    static final Duration BRONZE_TTL = Duration.ofDays(7);
    private static final int STEPS = 3;

    private final String name;
    private final World world;
    private final Rounds rounds;

    private record Kept(String location, TableShape shape, int weight) {}

    private static final List<Kept> TABLES = List.of(new Kept(World.CURATED, VisitContract.SHAPE, 5),
            new Kept(World.BRONZE, BronzeTable.SHAPE, 2), new Kept(World.LETTERS, LetterTable.SHAPE, 1));

    Upkeep(String name, World world, Rounds rounds) {
        this.name = name;
        this.world = world;
        this.rounds = rounds;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String table() {
        return World.CURATED;
    }

    @Override
    public void run() {
        while (rounds.hasNext()) {
            Kept kept = draw();
            try (TableMaintenance maintenance = world.tables().maintenance(kept.location(), kept.shape())) {
                rounds.next(() -> {
                    if (kept.location().equals(World.BRONZE)) {
                        maintenance.dropDays(BronzeTable.INGEST_DATE, BRONZE_TTL);
                    }
                    switch (rounds.random().nextInt(STEPS)) {
                        case 0 -> maintenance.compact();
                        case 1 -> maintenance.vacuum();
                        default -> {
                            maintenance.compact();
                            maintenance.vacuum();
                            maintenance.cleanUpLog();
                        }
                    }
                });
            }
        }
    }

    private Kept draw() {
        int at = rounds.random().nextInt(TABLES.stream().mapToInt(Kept::weight).sum());
        for (Kept kept : TABLES) {
            at -= kept.weight();
            if (at < 0) {
                return kept;
            }
        }
        throw new IllegalStateException("no table");
    }
}
