package io.millrace.bench.chaos.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** SIGKILL of all brokers but one, and a new start of them some seconds later: meanwhile no write can be acknowledged. */
record MajorityLoss() implements FaultKind {
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
            Victim.lose(lost, random);
        }));
    }
}
