package io.millrace.bench.chaos.fault;

/** The load of events, as faults change it. */
@FunctionalInterface
public interface Load {
    /**
     * Sends this many times the rate from now on.
     *
     * @param factor
     *            1 for the rate of the run
     */
    void multiply(int factor);
}
