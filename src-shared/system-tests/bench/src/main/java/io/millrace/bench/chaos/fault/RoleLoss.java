package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** SIGKILL of all gateways, or of all stream writers, and a new start of them some seconds later. */
record RoleLoss() implements FaultKind {
    private static final int LEAST_MILLIS = 3_000;
    private static final int MORE_MILLIS = 5_000;

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
        return new Strike(label() + " " + role.label(), "each " + role.label(), random -> {
            for (Victim victim : all) {
                victim.process().kill();
            }
            Thread.sleep(LEAST_MILLIS + random.nextInt(MORE_MILLIS));
            all.forEach(Victim::start);
        });
    }
}
