package io.millrace.ingest.testing;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits of tests, with one deadline for all. */
public final class TestWaits {
    /** Two modules are tested at a time, so that a slow machine is no failure. */
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private TestWaits() {}

    /**
     * A wait that ends with the first check when the condition holds already.
     *
     * @param condition
     *            for the message of the failure
     */
    public static ConditionFactory await(String condition) {
        return Awaitility.await(condition).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(POLL);
    }
}
