package io.millrace.bench.ingest;

import java.io.IOException;
import java.time.Duration;

/** The rate that a gateway no longer keeps up with. */
final class Saturation {
    private static final double FIRST = 500;
    private static final double GROWTH = 1.4;
    private static final double KEPT_UP = 0.95;
    private static final Duration STEP = Duration.ofSeconds(4);

    private Saturation() {}

    /** Offers more and more until less than all is stored; the most that was stored, in events a second. */
    static double of(Load load) throws IOException, InterruptedException {
        double most = 0;
        for (double offered = FIRST;; offered *= GROWTH) {
            double stored = load.run(offered, STEP).storedEventsPerSecond();
            most = Math.max(most, stored);
            if (stored < KEPT_UP * offered * load.eventsPerRequest()) {
                return most;
            }
        }
    }
}
