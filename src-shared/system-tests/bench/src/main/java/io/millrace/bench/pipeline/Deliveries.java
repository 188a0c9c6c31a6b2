package io.millrace.bench.pipeline;

import java.util.SplittableRandom;

/**
 * Which event a topic has at the n-th delivery: each twentieth repeats one of the 200,000 events before it, as a sender does
 * that lost an answer.
 */
final class Deliveries {
    private static final int BLOCK = 20;
    private static final int REACH = 200_000;

    private Deliveries() {}

    /** The number of the event of a delivery. Both count from 0. */
    static long event(long delivery) {
        long before = delivery / BLOCK * (BLOCK - 1);
        long inBlock = delivery % BLOCK;
        if (inBlock < BLOCK - 1) {
            return before + inBlock;
        }
        long fresh = before + BLOCK - 1;
        return fresh - 1 - new SplittableRandom(delivery).nextLong(Math.min(REACH, fresh));
    }

    /** How many different events are in the first deliveries. */
    static long distinct(long deliveries) {
        return deliveries - deliveries / BLOCK;
    }
}
