package io.millrace.systemtests.pipeline;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Polls a condition until a deadline. */
final class WaitUntil {
    private static final Duration POLL = Duration.ofMillis(200);

    private WaitUntil() {}

    static void within(Duration limit, Supplier<String> what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + limit + ": " + what.get());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
