package io.millrace.bench.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** SIGSTOP, and SIGCONT when the session of a consumer (10 s) and that of a broker are over: the process goes on as the owner of partitions that others have. */
record SuspendBeyondSession() implements FaultKind {
    private static final int BEYOND_SESSION_MILLIS = 13_000;
    private static final int MORE_MILLIS = 4_000;

    @Override
    public String label() {
        return "stop-long";
    }

    @Override
    public List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets) {
        return FaultKind.onEach(label(), victims, victim -> targets.contains(victim.role()),
                (victim, random) -> victim.process()
                        .suspend(Duration.ofMillis(BEYOND_SESSION_MILLIS + random.nextInt(MORE_MILLIS))));
    }
}
