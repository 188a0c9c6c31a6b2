package io.millrace.bench.chaos.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.millrace.bench.chaos.preload.FaultControl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrikePlanTest {
    private static final List<String> NAMES = List.of("gateway-1", "gateway-2", "stream-1", "stream-2", "batch-1",
            "broker-1", "broker-2", "broker-3", "registry-1");
    static final List<Victim> VICTIMS = NAMES.stream().map(name -> victim(name, Optional.empty())).toList();
    static final Victim SECOND_BATCH = victim("batch-2", Optional.empty());
    private static final Set<ProcessRole> ALL = EnumSet.allOf(ProcessRole.class);

    private static Victim victim(String name, Optional<FaultControl> control) {
        return new Victim(name,
                ProcessRole.valueOf(name.substring(0, name.indexOf('-')).toUpperCase(Locale.ROOT)), Path.of(""),
                control, () -> {
                    throw new AssertionError("no process is started here");
                });
    }

    /** The services, with the library that makes disks and clocks fail. */
    static List<Victim> servicesWithLibrary(Path folder) {
        return NAMES.stream().limit(5)
                .map(name -> victim(name, Optional.of(FaultControl.in(folder.resolve(name))))).toList();
    }

    @Test
    void theOrderFollowsFromTheSeed() {
        assertEquals(order(3), order(3));
        assertNotEquals(order(3), order(4));
    }

    @Test
    void everyStrikeComesBeforeAnyComesAgain() {
        List<Strike> all = strikes(ALL);
        StrikePlan plan = new StrikePlan(all, new SplittableRandom(1));

        for (int round = 0; round < 3; round++) {
            assertEquals(new HashSet<>(all),
                    IntStream.range(0, all.size()).mapToObj(i -> plan.next()).collect(Collectors.toSet()));
        }
    }

    @Test
    void everyKindIsDoneToEveryProcessThatItConcerns() {
        List<String> kinds = strikes(ALL).stream().map(Strike::kind).toList();

        // four kinds on each of nine processes, two on each of three writers, and four for many processes at once
        assertEquals(4 * 9 + 2 * 3 + 4, kinds.size());
        assertTrue(kinds.containsAll(List.of("kill registry", "term gateway", "stop broker", "stop-long stream",
                "wipe batch", "files-exhausted stream", "rolling", "majority")), kinds.toString());
    }

    @Test
    void storageFailsForWritersAndClocksJumpForServicesThatHaveTheLibrary(@TempDir Path folder) {
        List<Victim> services = servicesWithLibrary(folder);

        List<String> kinds = FaultKind.ALL.stream().flatMap(kind -> kind.strikes(services, ALL).stream())
                .map(Strike::kind).filter(kind -> kind.matches("(disk|clock|upkeep).*")).toList();

        // five faults of the storage on each of three writers, four jumps on each of five services, and upkeep of one
        assertEquals(5 * 3 + 4 * 5 + 1, kinds.size());
        assertTrue(kinds.containsAll(List.of("disk-full stream", "disk-read-only batch", "disk-error-write stream",
                "disk-error-fsync stream", "disk-slow stream", "clock-ahead-1h gateway", "clock-back-1h batch",
                "clock-ahead-8d stream", "clock-back-8d gateway", "upkeep batch")), kinds.toString());
    }

    @Test
    void onlyTargetsAreHit() {
        Set<String> hit = strikes(EnumSet.of(ProcessRole.STREAM)).stream().map(Strike::target)
                .collect(Collectors.toSet());

        assertEquals(Set.of("stream-1", "stream-2", "services", "each stream"), hit);
    }

    @Test
    void aPlanNeedsAStrike() {
        assertThrows(IllegalArgumentException.class, () -> new StrikePlan(List.of(), new SplittableRandom(1)));
    }

    private static List<String> order(long seed) {
        StrikePlan plan = new StrikePlan(strikes(ALL), new SplittableRandom(seed));
        return IntStream.range(0, 30).mapToObj(i -> plan.next()).map(strike -> strike.kind() + strike.target())
                .toList();
    }

    private static List<Strike> strikes(Set<ProcessRole> targets) {
        return FaultKind.ALL.stream().flatMap(kind -> kind.strikes(VICTIMS, targets).stream()).toList();
    }
}
