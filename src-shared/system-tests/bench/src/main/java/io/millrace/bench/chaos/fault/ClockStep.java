package io.millrace.bench.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.millrace.bench.chaos.preload.FaultControl;
import io.millrace.bench.chaos.preload.FaultLibrary;

/**
 * The clock of one service jumps, and jumps back to the right time later. The files that it writes meanwhile have the wrong
 * time, too. When it jumps back, the service must ask for a restart, and gets it.
 *
 * @param label
 *            its name
 * @param step
 *            ahead, or back when negative
 */
record ClockStep(String label, Duration step) implements FaultKind {
    private static final int LEAST_MILLIS = 8_000;
    private static final int MORE_MILLIS = 8_000;

    static Stream<ClockStep> all() {
        return Stream.of(new ClockStep("clock-ahead-1h", Duration.ofHours(1)),
                new ClockStep("clock-back-1h", Duration.ofHours(-1)),
                new ClockStep("clock-ahead-8d", Duration.ofDays(8)),
                new ClockStep("clock-back-8d", Duration.ofDays(-8)));
    }

    @Override
    public Optional<String> lacks() {
        return FaultLibrary.lacks();
    }

    @Override
    public List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets) {
        return FaultKind.onEach(label, victims,
                victim -> targets.contains(victim.role()) && victim.role().isService() && victim.control().isPresent(),
                (victim, random) -> {
                    FaultControl control = victim.control().orElseThrow();
                    control.setClock(step);
                    try {
                        if (step.isNegative()) {
                            victim.restartOnItsRequest();
                        }
                        Thread.sleep(LEAST_MILLIS + random.nextInt(MORE_MILLIS));
                    } finally {
                        control.setClock(Duration.ZERO);
                    }
                    if (!step.isNegative()) {
                        victim.restartOnItsRequest();
                    }
                });
    }
}
