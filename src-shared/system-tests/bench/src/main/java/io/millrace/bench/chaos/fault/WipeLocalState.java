package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

/** SIGKILL of a writer, and a new start with an empty local disk: the table has all progress. */
record WipeLocalState() implements FaultKind {

    @Override
    public String label() {
        return "wipe";
    }

    @Override
    public List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets) {
        return FaultKind.onEach(label(), victims, victim -> targets.contains(victim.role()) && victim.role().isWriter(),
                (victim, random) -> {
                    victim.kill();
                    victim.wipe();
                    victim.start();
                });
    }
}
