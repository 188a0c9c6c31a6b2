package io.millrace.bench.pipeline;

import java.util.Map;

/**
 * Everything that is known of a run at one moment.
 *
 * @param nanos
 *            of {@link System#nanoTime()}
 * @param service
 *            CPU time of the service
 * @param brokerMicros
 *            CPU time of the broker
 * @param table
 *            the table
 */
record Reading(long nanos, CpuAccount service, long brokerMicros, TableLog.State table) {
    /** Before the service started. */
    static Reading zero(long nanos, long brokerMicros) {
        return new Reading(nanos, new CpuAccount(0, Map.of()), brokerMicros,
                new TableLog.State(0, 0, 0, 0, 0, 0, 0));
    }
}
