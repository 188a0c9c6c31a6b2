package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A kind of fault. */
public sealed interface FaultKind
        permits Kill, Terminate, Suspend, SuspendBeyondSession, WipeLocalState, FilesExhausted, RollingRestart,
        MajorityLoss, RoleLoss, SiteFault, DiskFailure, ClockStep, UpkeepRush {
    /** All kinds. */
    List<FaultKind> ALL = Stream.of(
            Stream.of(new Kill(), new Terminate(), new Suspend(), new SuspendBeyondSession(), new WipeLocalState(),
                    new FilesExhausted(), new RollingRestart(), new MajorityLoss()),
            SiteFault.all(), DiskFailure.all(), ClockStep.all(),
            Stream.of(new UpkeepRush(), new Surge(), new RoleLoss()))
            .<FaultKind>flatMap(kinds -> kinds).toList();

    /** Its name in the option {@code --faults}. */
    String label();

    /** What this machine lacks to do it; empty when it lacks nothing. */
    default Optional<String> lacks() {
        return Optional.empty();
    }

    /** Whether it can be done only when the tables are in a folder. */
    default boolean needsFolder() {
        return false;
    }

    /** Whether it can be done only when the tables are in S3. */
    default boolean needsS3() {
        return false;
    }

    /** Whether it is done only when it is named. Kinds that are drawn by default give each seed its order of faults. */
    default boolean isOnRequest() {
        return false;
    }

    /**
     * What it can do to a system.
     *
     * @param victims
     *            all processes of the system
     * @param targets
     *            the roles of those that it may be done to
     */
    List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets);

    /** What it can do to a system of which it may know more than the processes. */
    default List<Strike> strikes(Site site, Set<ProcessRole> targets) {
        return strikes(site.victims(), targets);
    }

    /** One strike on each process that a fault can be done to. */
    static List<Strike> onEach(String label, List<Victim> victims, Predicate<Victim> wanted, Single action) {
        return victims.stream().filter(wanted).map(victim -> new Strike(label + " " + victim.role().label(),
                victim.name(), random -> action.run(victim, random))).toList();
    }

    /** What is done to one process. */
    @FunctionalInterface
    interface Single {
        void run(Victim victim, SplittableRandom random) throws InterruptedException;
    }
}
