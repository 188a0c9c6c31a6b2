package io.millrace.bench.alerts;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
final class Waiting {
    private static final long POLL_MILLIS = 250;

    private Waiting() {}

    /** Whether a condition holds within this time. */
    static boolean within(Duration patience, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    /**
     * Waits until a condition holds.
     *
     * @throws IllegalStateException
     *             naming it when it does not within this time
     */
    static void until(String wanted, Duration patience, BooleanSupplier condition) throws InterruptedException {
        if (!within(patience, condition)) {
            throw new IllegalStateException("Not reached within " + patience.toSeconds() + " s: " + wanted);
        }
    }
}
