package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

/** SIGKILL, and a new start on the same data within three seconds. */
record Kill() implements FaultKind {
    private static final int AWAY_MILLIS = 3_000;

    @Override
    public String label() {
        return "kill";
    }

    @Override
    public List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets) {
        return FaultKind.onEach(label(), victims, victim -> targets.contains(victim.role()), (victim, random) -> {
            victim.kill();
            Thread.sleep(random.nextInt(AWAY_MILLIS));
            victim.start();
        });
    }
}
