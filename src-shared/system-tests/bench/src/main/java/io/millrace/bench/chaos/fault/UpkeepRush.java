package io.millrace.bench.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

import io.millrace.bench.chaos.preload.FaultControl;
import io.millrace.bench.chaos.preload.FaultLibrary;

/**
 * Upkeep at the wrong moment: the clock of the storage goes ahead until more than the retention has passed, in seconds and in
 * the middle of merges, so that compaction, vacuum and the clean-up of the log remove all that they may. Every third time the
 * process that does this is killed on the way.
 */
record UpkeepRush() implements FaultKind {
    /** Less than a quarter of the shortest retention: one commit counts for that much at most. */
    private static final Duration ADVANCE = Duration.ofMinutes(14);
    /** More than the retention and a quarter together. */
    private static final int ADVANCES = 7;
    private static final int COMMITS_MILLIS = 2_000;
    private static final int KILLED_ONE_IN = 3;

    @Override
    public String label() {
        return "upkeep";
    }

    @Override
    public boolean needsFolder() {
        return true;
    }

    @Override
    public Optional<String> lacks() {
        return FaultLibrary.lacks();
    }

    @Override
    public List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets) {
        List<FaultControl> storages = victims.stream().filter(victim -> victim.role().isWriter())
                .flatMap(victim -> victim.control().stream()).toList();
        return FaultKind.onEach(label(), victims,
                victim -> targets.contains(victim.role()) && victim.role() == ProcessRole.BATCH
                        && victim.control().isPresent(),
                (victim, random) -> rush(victim, storages, random));
    }

    private static void rush(Victim batch, List<FaultControl> storages, SplittableRandom random)
            throws InterruptedException {
        int killed = random.nextInt(KILLED_ONE_IN * ADVANCES);
        for (int i = 0; i < ADVANCES; i++) {
            storages.forEach(storage -> storage.advanceStorage(ADVANCE));
            Thread.sleep(COMMITS_MILLIS);
            if (i == killed) {
                batch.kill();
                batch.start();
            }
        }
    }
}
