package io.millrace.bench.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** SIGSTOP, and SIGCONT before any session of the process is over. */
record Suspend() implements FaultKind {
    private static final int LEAST_MILLIS = 1_000;
    private static final int MORE_MILLIS = 3_000;

    @Override
    public String label() {
        return "stop";
    }

    @Override
    public List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets) {
        return FaultKind.onEach(label(), victims, victim -> targets.contains(victim.role()),
                (victim, random) -> victim.process()
                        .suspend(Duration.ofMillis(LEAST_MILLIS + random.nextInt(MORE_MILLIS))));
    }
}
