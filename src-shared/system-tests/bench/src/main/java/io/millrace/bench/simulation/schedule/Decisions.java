package io.millrace.bench.simulation.schedule;

import java.util.List;

/** Decides what happens at each point of a schedule. */
public interface Decisions {
    /**
     * Decides at a call.
     *
     * @param point
     *            the thread and the number of its call
     * @param kind
     *            of the call
     * @param ready
     *            names of the other threads that can go on
     */
    Decision at(Point point, CallKind kind, List<String> ready);

    /**
     * Decides which thread goes on where one ends or waits.
     *
     * @param point
     *            the thread and the number of its call
     * @param ready
     *            names of the threads that can go on, at least one
     */
    String next(Point point, List<String> ready);
}
