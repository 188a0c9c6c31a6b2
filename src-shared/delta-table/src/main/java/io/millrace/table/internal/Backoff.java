package io.millrace.table.internal;

import java.util.concurrent.ThreadLocalRandom;

/** Waits between attempts to commit: full jitter below an exponential bound, so that two writers do not meet for ever. */
final class Backoff {
    private static final long FIRST_MILLIS = 4;
    private static final long MAX_MILLIS = 250;
    private static final int MAX_DOUBLINGS = 10;

    private Backoff() {}

    /**
     * Waits.
     *
     * @param attempt
     *            how many attempts were made, from 1
     */
    static void after(int attempt) {
        long bound = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(attempt, MAX_DOUBLINGS));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(bound));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two attempts to commit; nothing was half-applied", e);
        }
    }
}
