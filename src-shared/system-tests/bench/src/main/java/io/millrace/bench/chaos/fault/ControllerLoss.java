package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

/** SIGKILL of the active controller, which is a broker too, and a new start when another one is the controller. */
record ControllerLoss() implements SiteFault {
    @Override
    public String label() {
        return "controller";
    }

    @Override
    public List<Strike> strikes(Site site, Set<ProcessRole> targets) {
        return SuccessionFault.strikes(label(), "the active controller", site, targets,
                random -> site.cluster()::controller);
    }
}
