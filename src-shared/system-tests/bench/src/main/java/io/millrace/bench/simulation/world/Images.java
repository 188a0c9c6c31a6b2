package io.millrace.bench.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import io.millrace.bench.simulation.schedule.RecordedDecisions;
import io.millrace.bench.simulation.schedule.Scheduler;
import io.millrace.bench.simulation.storage.MemoryStorage;
import io.millrace.bench.simulation.storage.SimulatedClock;
import io.millrace.table.TableMaintenance;

/** The states that schedules begin with, made once by the table code itself: none, young and old tables, and an old log with orphans. */
final class Images {
    private static final long NOON = Visit.DAY_BEGIN / 1_000L + 43_200_000L;
    private static final long DAY = 86_400_000L;
    private static final long MINUTE = 60_000L;
    private static final int OFTEN = 3;
    private static final int NEVER = 1_000;
    private static final int PARTITIONS = 2;
    private static final int BRONZE_DAYS = 12;
    private static final String TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final String LETTERS_ID = "BBBBBBBBBBBBBBBBBBBBBB";

    /** All of them. */
    static final List<Image> ALL = all();

    private Images() {}

    private static List<Image> all() {
        Image none = new Image(new SimulatedTopic(VisitContract.STREAM.topic(), TOPIC_ID, PARTITIONS),
                new SimulatedTopic(VisitContract.STREAM.deadLetterTopic(), LETTERS_ID, 1),
                new MemoryStorage(new SimulatedClock(NOON)),
                new CommitRecorder(new SimulatedClock(NOON), 0, new MemoryStorage(new SimulatedClock(NOON))), NOON,
                OFTEN);
        List<Image> images = new ArrayList<>(List.of(none));
        images.add(aged(none, 1, 2, NOON, NEVER));
        images.add(aged(none, 2, 4, NOON, NEVER));
        images.add(aged(none, 3, 6, NOON, OFTEN));
        images.add(orphaned(aged(none, 4, 4, NOON, OFTEN), 4));
        images.add(daily(images.get(1), 5));
        return List.copyOf(images);
    }

    private static World world(Image from, long seed, long commitMillis) {
        Scheduler alone = new Scheduler(new RecordedDecisions(Map.of()), false);
        return World.of(from, alone, Set.of(), commitMillis, ~seed);
    }

    private static Image image(World world) {
        return new Image(world.topic().copy(), world.letters().copy(), world.files().copy(world.clock()),
                world.commits().copy(world.clock(), 0), world.clock().millis(), OFTEN);
    }

    /** Some merges, the first of them eight days ago. */
    private static Image aged(Image from, long seed, int merges, long now, int checkpointInterval) {
        Image before = new Image(from.topic(), from.letters(), from.files(), from.commits(), now - 8 * DAY,
                checkpointInterval);
        World world = world(before, seed, MINUTE);
        SplittableRandom random = new SplittableRandom(seed);
        for (int merge = 0; merge < merges; merge++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                Setup.add(world, partition, 1 + random.nextInt(2), random);
            }
            new Lander("stream", world, new Rounds(random, 1), 10).run();
            if (merge == 0) {
                new Bronze("bronze", world, new Rounds(random, 1), 10).run();
                world.clock().advance(now - world.clock().millis());
            }
        }
        new Bronze("bronze", world, new Rounds(random, 1), 10).run();
        new LetterDesk("letters", world, new Rounds(random, 1), 0).run();
        return image(world);
    }

    /** A bronze table that got something on each of many days, the first of which are over for long enough. */
    private static Image daily(Image from, long seed) {
        World world = world(from, seed, MINUTE);
        SplittableRandom random = new SplittableRandom(seed);
        for (int day = 0; day < BRONZE_DAYS; day++) {
            Setup.add(world, day % PARTITIONS, 1, random);
            new Bronze("bronze", world, new Rounds(random, 1), 10).run();
            world.clock().advance(DAY);
        }
        new Lander("stream", world, new Rounds(random, 1), BRONZE_DAYS).run();
        return image(world);
    }

    /** A table with files that a vacuum found unused long ago, so that the next one may remove them. */
    private static Image orphaned(Image from, long seed) {
        World world = world(from, seed, 15 * MINUTE);
        SplittableRandom random = new SplittableRandom(seed);
        String orphan = World.CURATED + "/event_date=2026-09-04/part-00000000-0000-0000-0000-000000000000.zstd.parquet";
        world.files().replace(orphan, new byte[]{1});
        try (TableMaintenance maintenance = world.tables().maintenance(World.CURATED, VisitContract.SHAPE)) {
            maintenance.compact();
            maintenance.vacuum();
            for (int merge = 0; merge < 5; merge++) {
                Setup.add(world, 0, 1, random);
                new Lander("stream", world, new Rounds(random, 1), 10).run();
            }
        }
        return image(world);
    }
}
