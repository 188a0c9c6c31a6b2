package io.millrace.bench.chaos;

import java.util.List;
import java.util.Map;

/** What each process does for others. One that does nothing is not seen in the tables while another one does its part. */
interface Activity {
    /**
     * The gateways that have acknowledged no request that began at a time or later.
     *
     * @param nanos
     *            the time, by {@link System#nanoTime()}
     */
    List<String> notAccepting(long nanos);

    /** The deliveries that each stream writer has merged, or found merged, since its start; without those that do not answer. */
    Map<String, Double> handled();
}
