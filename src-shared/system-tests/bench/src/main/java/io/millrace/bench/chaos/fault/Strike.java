package io.millrace.bench.chaos.fault;

import java.util.SplittableRandom;

/**
 * One fault that can be done to one system.
 *
 * @param kind
 *            of the fault and its target, under which recoveries are reported
 * @param target
 *            the names of the processes
 * @param action
 *            does it
 */
public record Strike(String kind, String target, Action action) {
    /** Does a fault and returns when its cause is gone: the process is started again, or resumed. It need not be ready. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does it.
         *
         * @param random
         *            for the lengths of time
         */
        void run(SplittableRandom random) throws InterruptedException;
    }
}
