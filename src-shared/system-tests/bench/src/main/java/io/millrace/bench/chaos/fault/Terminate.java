package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

/** SIGTERM, and a new start when the process has ended. */
record Terminate() implements FaultKind {

    @Override
    public String label() {
        return "term";
    }

    @Override
    public List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets) {
        return FaultKind.onEach(label(), victims, victim -> targets.contains(victim.role()), (victim, random) -> {
            victim.terminate();
            victim.start();
        });
    }
}
