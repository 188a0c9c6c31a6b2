package io.millrace.batch.interval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkus.runtime.ShutdownEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final long PATIENCE_S = 60;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(4);
    private final Intervals intervals = new Intervals(executor);

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    @Test
    void aTaskThatFailsIsDoneAgain() throws InterruptedException {
        CountDownLatch times = new CountDownLatch(3);

        intervals.every(SHORT, "failing", () -> {
            times.countDown();
            throw new AssertionError("as planned");
        });

        assertTrue(times.await(PATIENCE_S, TimeUnit.SECONDS));
    }

    @Test
    void aTaskIsNeverDoneTwiceAtOnce() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch times = new CountDownLatch(20);

        intervals.every(SHORT, "slow", () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            running.decrementAndGet();
            times.countDown();
        });

        assertTrue(times.await(PATIENCE_S, TimeUnit.SECONDS));
        assertEquals(1, most.get());
    }

    @Test
    void nothingIsPlannedWhenTheServiceStops() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        intervals.stop(new ShutdownEvent());

        intervals.every(SHORT, "last", done::countDown);

        assertTrue(done.await(PATIENCE_S, TimeUnit.SECONDS));
        executor.shutdown();
        assertTrue(executor.awaitTermination(PATIENCE_S, TimeUnit.SECONDS));
        assertFalse(executor.getCompletedTaskCount() > 1);
    }
}
