package io.millrace.bench.simulation.world;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.RecordLander;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;

/** Lands the records of the topic in the stream's table, as stream-service and batch-service do. */
final class Lander implements Program {
    static final Function<Set<Integer>, Map<Integer, Long>> BEGINNINGS = partitions -> {
        Map<Integer, Long> beginnings = new HashMap<>();
        partitions.forEach(partition -> beginnings.put(partition, 0L));
        return beginnings;
    };
    private static final long MEMORY = 1 << 20;
    /** One in so many failures drops what was read, as a process that loses its partitions does. */
    private static final int DISCARDS = 3;
    /** One in so many reads begins below the watermark. */
    private static final int REREADS = 4;

    private final String name;
    private final World world;
    private final Rounds rounds;
    private final int records;

    /**
     * @param records
     *            the largest number of records of a partition in a micro-batch
     */
    Lander(String name, World world, Rounds rounds, int records) {
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
        return World.CURATED;
    }

    @Override
    public void run() {
        try (EventTable table = world.openCurated(name);
                RecordLander lander = new RecordLander(VisitContract.STREAM, VisitContract.CATALOG,
                        new DeadLetterTopic(world.producer(world.letters())), table, name,
                        new DecodedMemory(MEMORY))) {
            Map<Integer, Long> positions = new TreeMap<>();
            while (rounds.hasNext()) {
                if (rounds.next(() -> land(table, lander, positions)) && rounds.random().nextInt(DISCARDS) == 0) {
                    lander.discard();
                    positions.clear();
                }
            }
        }
    }

    private void land(EventTable table, RecordLander lander, Map<Integer, Long> positions) {
        SimulatedTopic topic = world.topic();
        if (lander.isEmpty()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                if (!positions.containsKey(partition)) {
                    positions.put(partition, position(table, partition));
                }
            }
            lander.add(topic.id(), topic.read(positions, records));
            if (lander.isEmpty()) {
                positions.clear();
                return;
            }
        }
        Map<Integer, OffsetRange> ranges = lander.ranges();
        if (lander.land(BEGINNINGS).outcome() instanceof MergeOutcome.OffsetGap gap) {
            positions.put(gap.partition(), gap.watermark());
        } else {
            ranges.forEach((partition, range) -> positions.put(partition, range.until()));
        }
    }

    private long position(EventTable table, int partition) {
        long watermark = table.watermark(new SourcePartition(world.topic().id(), partition)).orElse(0);
        return rounds.random().nextInt(REREADS) == 0
                ? Math.max(0, watermark - rounds.random().nextInt(records + 1))
                : watermark;
    }
}
