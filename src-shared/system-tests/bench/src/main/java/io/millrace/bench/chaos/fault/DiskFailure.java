package io.millrace.bench.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.millrace.bench.chaos.preload.DiskFault;
import io.millrace.bench.chaos.preload.FaultControl;
import io.millrace.bench.chaos.preload.FaultLibrary;
import io.millrace.devstack.DevStackException;

/**
 * The folder of the tables fails for one writer, while the others can write: all calls, or one in five. It ends some seconds
 * after the first call that failed.
 *
 * @param label
 *            its name
 * @param fault
 *            what the storage does
 */
record DiskFailure(String label, DiskFault fault) implements FaultKind {
    private static final int LEAST_MILLIS = 3_000;
    private static final int MORE_MILLIS = 5_000;
    private static final int ALL = 100;
    private static final int SOME = 20;
    private static final int LEAST_DELAY_MILLIS = 50;
    private static final int MORE_DELAY_MILLIS = 150;
    private static final int POLL_MILLIS = 50;
    private static final int POLLS = 600;

    static Stream<DiskFailure> all() {
        return Stream.of(new DiskFailure("disk-full", DiskFault.FULL),
                new DiskFailure("disk-read-only", DiskFault.READ_ONLY),
                new DiskFailure("disk-error-write", DiskFault.WRITE_ERROR),
                new DiskFailure("disk-error-fsync", DiskFault.SYNC_ERROR),
                new DiskFailure("disk-slow", DiskFault.SLOW));
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
        return FaultKind.onEach(label, victims,
                victim -> targets.contains(victim.role()) && victim.role().isWriter() && victim.control().isPresent(),
                this::strike);
    }

    private void strike(Victim victim, SplittableRandom random) throws InterruptedException {
        FaultControl control = victim.control().orElseThrow();
        int before = control.hits();
        control.fail(fault, random.nextBoolean() ? ALL : SOME,
                Duration.ofMillis(LEAST_DELAY_MILLIS + random.nextInt(MORE_DELAY_MILLIS)));
        try {
            for (int poll = 0; control.hits() == before; poll++) {
                if (poll == POLLS) {
                    throw new DevStackException("no call of " + victim.name() + " met the fault");
                }
                Thread.sleep(POLL_MILLIS);
            }
            Thread.sleep(LEAST_MILLIS + random.nextInt(MORE_MILLIS));
        } finally {
            control.heal();
        }
    }
}
