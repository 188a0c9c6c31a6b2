package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** SIGKILL of all gateways, or of all stream writers, and a new start of them some seconds later. */
record RoleLoss() implements FaultKind {
    @Override
    public String label() {
        return "all-of-role";
    }

    /** The kinds of one process cover its recovery: it shows what is late or lost without a whole part of the system. */
    @Override
    public boolean isOnRequest() {
        return true;
    }

    @Override
    public List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets) {
        return Stream.of(ProcessRole.GATEWAY, ProcessRole.STREAM).filter(targets::contains)
                .map(role -> of(role, victims.stream().filter(victim -> victim.role() == role).toList())).toList();
    }

    private Strike of(ProcessRole role, List<Victim> all) {
        return new Strike(label() + " " + role.label(), "each " + role.label(), random -> Victim.lose(all, random));
    }
}
