package io.millrace.bench.ingest;

import java.io.IOException;
import java.time.Duration;

/** The rate above which a gateway falls behind. */
final class Saturation {
    private static final double FIRST = 1_000;
    private static final double GROWTH = 1.6;
    private static final double KEPT_UP = 0.95;
    private static final Duration STEP = Duration.ofSeconds(4);

    private Saturation() {}

    /**
     * Offers more and more until less than all is stored, twice in a row, because one step may have met a pause of the
     * machine; the most that was stored, in events a second.
     */
    static double of(Load load) throws IOException, InterruptedException {
        double most = 0;
        int behind = 0;
        for (double offered = FIRST / load.eventsPerRequest(); behind < 2; offered *= GROWTH) {
            double stored = load.run(offered, STEP).storedEventsPerSecond();
            most = Math.max(most, stored);
            behind = stored < KEPT_UP * offered * load.eventsPerRequest() ? behind + 1 : 0;
        }
        return most;
    }
}
