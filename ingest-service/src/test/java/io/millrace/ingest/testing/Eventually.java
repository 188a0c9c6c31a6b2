package io.millrace.ingest.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition: looks at it again and again, with a pause between, and fails when the time is up. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** What is waited for. */
    public interface Condition {
        /** Whether it is so now. */
        boolean holds() throws Exception;
    }

    private Eventually() {}

    /**
     * Returns when the condition holds.
     *
     * @param what
     *            the condition, for the message of the failure
     */
    public static void await(String what, Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() - start < LIMIT.toNanos(), () -> "not within " + LIMIT + ": " + what);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
