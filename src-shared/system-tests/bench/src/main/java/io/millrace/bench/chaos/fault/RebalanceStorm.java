package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

/** SIGTERM and a new start of one stream writer, again and again for 10 to 20 s: it joins and leaves its group each time. */
record RebalanceStorm() implements SiteFault {
    private static final int LEAST_MILLIS = 10_000;
    private static final int MORE_MILLIS = 10_000;
    private static final int UP_MILLIS = 1_000;

    @Override
    public String label() {
        return "rebalance-storm";
    }

    @Override
    public List<Strike> strikes(Site site, Set<ProcessRole> targets) {
        return FaultKind.onEach(label(), site.victims(),
                victim -> victim.role() == ProcessRole.STREAM && targets.contains(victim.role()), (victim, random) -> {
                    long end = System.nanoTime() + 1_000_000L * (LEAST_MILLIS + random.nextInt(MORE_MILLIS));
                    while (System.nanoTime() < end) {
                        victim.terminate();
                        victim.start();
                        victim.awaitReady();
                        Thread.sleep(random.nextInt(UP_MILLIS));
                    }
                });
    }
}
