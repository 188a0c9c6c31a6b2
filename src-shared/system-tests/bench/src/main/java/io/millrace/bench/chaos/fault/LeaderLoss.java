package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

/** SIGKILL of the broker that leads a partition of the topic of events, and a new start when another one leads it. */
record LeaderLoss() implements SiteFault {
    @Override
    public String label() {
        return "leader-loss";
    }

    @Override
    public List<Strike> strikes(Site site, Set<ProcessRole> targets) {
        return SuccessionFault.strikes(label(), "the leader of a partition", site, targets, random -> {
            int partition = random.nextInt(site.cluster().partitions());
            return () -> site.cluster().leader(partition);
        });
    }
}
