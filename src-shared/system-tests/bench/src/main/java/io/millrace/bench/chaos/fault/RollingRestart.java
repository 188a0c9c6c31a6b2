package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

/** SIGTERM and a new start of one service after the other, each when the one before is ready: what a deployment does. */
record RollingRestart() implements FaultKind {
    @Override
    public String label() {
        return "rolling";
    }

    @Override
    public List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets) {
        List<Victim> services = victims.stream()
                .filter(victim -> victim.role().isService() && targets.contains(victim.role())).toList();
        return services.size() < 2 ? List.of() : List.of(new Strike(label(), "services", random -> {
            for (Victim service : services) {
                service.terminate();
                service.start();
                service.awaitReady();
            }
        }));
    }
}
