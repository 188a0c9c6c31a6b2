package io.millrace.bench.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import io.millrace.bench.simulation.schedule.Scheduler;
import io.millrace.bench.simulation.table.Guard;
import io.millrace.table.TableMaintenance;

/**
 * What a schedule begins with: a world, further records, and the programs; all of it follows from the seed.
 *
 * @param seed
 *            of the schedule
 * @param without
 *            names of programs that are left out
 * @param mostRounds
 *            limit of the rounds of each program
 * @param mostRecords
 *            limit of the further records of each partition
 */
public record Setup(long seed, Set<String> without, int mostRounds, int mostRecords) {
    private static final long[] COMMIT_MILLIS = {20, 20, 1_000_000, 2_000_000};
    private static final int MOST_RECORDS = 6;
    private static final int POISON = 6;
    private static final int MOST_ROUNDS = 4;
    private static final int ALL = 1_000;
    private static final long SALT = 0x9e3779b97f4a7c15L;

    /** All that follows from a seed. */
    public static Setup of(long seed) {
        return new Setup(seed, Set.of(), MOST_ROUNDS, MOST_RECORDS);
    }

    private SplittableRandom random(String of) {
        return new SplittableRandom(seed * SALT ^ of.hashCode());
    }

    /** The world, with the records that are to be merged. */
    public World world(Scheduler scheduler, Set<Guard> off) {
        SplittableRandom random = random("world");
        Image image = Images.ALL.get(random.nextInt(Images.ALL.size()));
        World world = World.of(image, scheduler, off, COMMIT_MILLIS[random.nextInt(COMMIT_MILLIS.length)], seed);
        for (int partition = 0; partition < world.topic().partitions(); partition++) {
            add(world, partition, Math.min(mostRecords, random.nextInt(MOST_RECORDS + 1)), random);
        }
        return world;
    }

    static void add(World world, int partition, int records, SplittableRandom random) {
        for (int i = 0; i < records; i++) {
            if (random.nextInt(POISON) == 0) {
                world.topic().addPoison(partition);
            } else {
                world.topic().add(partition, Visit.draw(random, partition));
            }
        }
    }

    /**
     * The programs, none twice.
     *
     * @param check
     *            takes what readers read
     */
    public List<Program> programs(World world, VersionReader.Check check) {
        SplittableRandom random = random("programs");
        List<Program> programs = new ArrayList<>();
        programs.add(new Lander("stream", world, rounds("stream", random), 1 + random.nextInt(3)));
        if (random.nextInt(3) > 0) {
            programs.add(new Lander("batch", world, rounds("batch", random), 2 + random.nextInt(5)));
        }
        if (random.nextInt(4) == 0) {
            programs.add(new Lander("stream-2", world, rounds("stream-2", random), 1 + random.nextInt(3)));
        }
        if (random.nextInt(4) == 0) {
            programs.add(new Bronze("bronze", world, rounds("bronze", random), 1 + random.nextInt(MOST_RECORDS)));
            if (random.nextInt(3) == 0) {
                programs.add(
                        new Bronze("bronze-2", world, rounds("bronze-2", random), 1 + random.nextInt(MOST_RECORDS)));
            }
        }
        if (random.nextInt(4) == 0) {
            programs.add(new LetterDesk("letters", world, rounds("letters", random), random.nextInt(2)));
        }
        if (random.nextInt(2) == 0) {
            programs.add(new Upkeep("upkeep", world, rounds("upkeep", random)));
        }
        if (random.nextInt(4) == 0) {
            programs.add(new VersionReader("reader", world, rounds("reader", random), check));
        }
        programs.removeIf(program -> without.contains(program.name()));
        return programs;
    }

    private Rounds rounds(String name, SplittableRandom random) {
        return new Rounds(random(name), Math.min(mostRounds, 1 + random.nextInt(1 + random.nextInt(MOST_ROUNDS))));
    }

    /**
     * Merges what is not merged yet, with all guards and without faults. Hardly any time passes.
     *
     * @param tables
     *            the tables that are to have all records
     */
    public void drain(World world, Set<String> tables) {
        SplittableRandom random = random("drain");
        world.commits().pace(1);
        if (tables.contains(World.CURATED)) {
            new Lander("drain", world, new Rounds(random, 2), ALL).run();
        }
        if (tables.contains(World.BRONZE)) {
            new Bronze("drain", world, new Rounds(random, 1), ALL).run();
        }
        if (tables.contains(World.LETTERS)) {
            new LetterDesk("drain", world, new Rounds(random, 1), 0).run();
        }
        for (String table : World.TABLES) {
            finishVacuum(world, table);
        }
    }

    /** A vacuum that was killed leaves files aside, of which the next one puts back those that a version has. */
    private static void finishVacuum(World world, String table) {
        boolean[] aside = {false};
        world.files().walk(table + "/_upkeep/held", file -> aside[0] = true);
        if (aside[0]) {
            try (TableMaintenance maintenance = world.tables().maintenance(table, World.shape(table))) {
                maintenance.vacuum();
            }
        }
    }
}
