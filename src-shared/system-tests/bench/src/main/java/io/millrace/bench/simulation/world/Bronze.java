package io.millrace.bench.simulation.world;

import io.millrace.landing.BronzeAppender;
import io.millrace.table.EventTable;

/** Appends the records of the topic to the bronze table. */
final class Bronze implements Program {
    private static final long MEMORY = 1 << 20;

    private final String name;
    private final World world;
    private final Rounds rounds;
    private final int records;

    Bronze(String name, World world, Rounds rounds, int records) {
        this.name = name;
        this.world = world;
        this.rounds = rounds;
        this.records = records;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String table() {
        return World.BRONZE;
    }

    @Override
    public void run() {
        try (EventTable table = world.openBronze(name)) {
            Collector collector = new Collector(world.topic(), table,
                    new BronzeAppender(table, world.clock(), MEMORY));
            while (rounds.hasNext()) {
                rounds.next(() -> collector.write(records));
            }
        }
    }
}
