package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

import io.millrace.devstack.DevStackException;

/**
 * A second batch writer runs beside the first for 8 to 20 s, as when two CronJobs overlap: both merge, append to the bronze table,
 * collect letters, audit and maintain the same tables. It ends by SIGTERM or by SIGKILL.
 */
record BatchTwice() implements SiteFault {
    private static final int LEAST_MILLIS = 8_000;
    private static final int MORE_MILLIS = 12_000;

    @Override
    public String label() {
        return "batch-twice";
    }

    @Override
    public List<Strike> strikes(Site site, Set<ProcessRole> targets) {
        Victim second = site.secondBatch();
        return !targets.contains(second.role())
                ? List.of()
                : List.of(new Strike(label() + " " + second.role().label(), second.name(), random -> {
                    second.start();
                    try {
                        second.awaitReady();
                        Thread.sleep(LEAST_MILLIS + random.nextInt(MORE_MILLIS));
                    } finally {
                        if (random.nextBoolean()) {
                            second.terminate();
                        } else {
                            second.kill();
                        }
                    }
                    for (String end : second.ends()) {
                        throw new DevStackException(end);
                    }
                }));
    }
}
