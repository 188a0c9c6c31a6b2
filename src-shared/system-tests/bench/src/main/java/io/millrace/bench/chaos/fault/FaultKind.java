package io.millrace.bench.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

import io.millrace.bench.chaos.preload.DiskFault;

/** A kind of fault. */
public sealed interface FaultKind
        permits Kill, Terminate, Suspend, SuspendBeyondSession, WipeLocalState, RollingRestart, MajorityLoss,
        DiskFailure, ClockStep, UpkeepRush {
    /** All kinds. */
    List<FaultKind> ALL = List.of(new Kill(), new Terminate(), new Suspend(), new SuspendBeyondSession(),
            new WipeLocalState(), new RollingRestart(), new MajorityLoss(),
            new DiskFailure("disk-full", DiskFault.FULL),
            new DiskFailure("disk-read-only", DiskFault.READ_ONLY),
            new DiskFailure("disk-error-write", DiskFault.WRITE_ERROR),
            new DiskFailure("disk-error-fsync", DiskFault.SYNC_ERROR),
            new DiskFailure("disk-slow", DiskFault.SLOW), new ClockStep("clock-ahead-1h", Duration.ofHours(1)),
            new ClockStep("clock-back-1h", Duration.ofHours(-1)), new ClockStep("clock-ahead-8d", Duration.ofDays(8)),
            new ClockStep("clock-back-8d", Duration.ofDays(-8)), new UpkeepRush());

    /** Its name in the option {@code --faults}. */
    String label();

    /** What this machine lacks to do it; empty when it lacks nothing. */
    default Optional<String> lacks() {
        return Optional.empty();
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
