package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

/** Ten times the rate of events for 20 to 40 s. */
record Surge() implements SiteFault {
    private static final int FACTOR = 10;
    private static final int LEAST_MILLIS = 20_000;
    private static final int MORE_MILLIS = 20_000;

    @Override
    public String label() {
        return "surge";
    }

    /** Nothing fails: it is a test of load. */
    @Override
    public boolean isOnRequest() {
        return true;
    }

    @Override
    public List<Strike> strikes(Site site, Set<ProcessRole> targets) {
        return List.of(new Strike(label(), "the load", random -> {
            site.load().multiply(FACTOR);
            try {
                Thread.sleep(LEAST_MILLIS + random.nextInt(MORE_MILLIS));
            } finally {
                site.load().multiply(1);
            }
        }));
    }
}
