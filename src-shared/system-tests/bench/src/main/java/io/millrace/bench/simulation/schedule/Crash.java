package io.millrace.bench.simulation.schedule;

/** The process of the current thread ended: nothing that it does afterwards has an effect. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
        super("the process ended", null, false, false);
    }
}
