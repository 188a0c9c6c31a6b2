package io.millrace.bench.chaos.fault;

import java.util.SplittableRandom;

/** The topic of events, as faults change it. The history of the run learns exactly which records are gone. */
public interface Topic {
    /** A fault of the topic. */
    @FunctionalInterface
    interface Change {
        /** Does it. */
        void run() throws InterruptedException;
    }

    /** Does something while no letter is redriven and no poison is sent, which would have to be sent again. */
    void alone(Change change) throws InterruptedException;

    /** Deletes it, and creates it again with the same settings. */
    void replace(long awayMillis) throws InterruptedException;

    /** Adds partitions to it. */
    void grow(int partitions) throws InterruptedException;

    /** Deletes records that are not merged, as Kafka's retention does; no writer may run. */
    void overtakeReaders(SplittableRandom random) throws InterruptedException;
}
