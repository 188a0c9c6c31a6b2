package io.millrace.bench.chaos.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** SIGKILL of all brokers but one, and a new start of them some seconds later: meanwhile no write can be acknowledged. */
record MajorityLoss() implements FaultKind {
    private static final int LEAST_MILLIS = 3_000;
    private static final int MORE_MILLIS = 5_000;

    @Override
    public String label() {
        return "majority";
    }

    @Override
    public List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets) {
        List<Victim> brokers = victims.stream()
                .filter(victim -> victim.role() == ProcessRole.BROKER && targets.contains(victim.role())).toList();
        return brokers.size() < 2 ? List.of() : List.of(new Strike(label(), "brokers", random -> {
            List<Victim> lost = new ArrayList<>(brokers);
            lost.remove(random.nextInt(lost.size()));
            for (Victim broker : lost) {
                broker.process().kill();
            }
            Thread.sleep(LEAST_MILLIS + random.nextInt(MORE_MILLIS));
            lost.forEach(Victim::start);
        }));
    }
}
