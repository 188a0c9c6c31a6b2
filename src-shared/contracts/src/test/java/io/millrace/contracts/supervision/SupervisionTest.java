package io.millrace.contracts.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

class SupervisionTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> watched = new ArrayList<>();
    private final Supervision supervision = new Supervision(Clock.fixed(NOW, ZoneOffset.UTC),
            task -> watched.add(task.name()));
    private final SupervisedTask task = supervision.task("lag", "Look at Kafka");

    @Test
    void whatATaskThrowsIsItsStateUntilItSucceeds() {
        // given
        AtomicReference<Error> thrown = new AtomicReference<>(new NoClassDefFoundError("injected"));
        Runnable guarded = task.guard(() -> {
            if (thrown.get() != null) {
                throw thrown.get();
            }
        });
        // when
        guarded.run();
        guarded.run();
        // then
        assertEquals(Map.of("lag", "failing since " + NOW
                + ": java.lang.NoClassDefFoundError: injected. Look at Kafka"), supervision.troubles());
        assertEquals(2, task.failures());
        assertFalse(supervision.needsRestart());
        // and when
        thrown.set(null);
        guarded.run();
        // then
        assertEquals(Map.of(), supervision.troubles());
    }

    @Test
    void anErrorDoesNotEndWhatAnExecutorRepeats() throws Exception {
        // given
        CountDownLatch runs = new CountDownLatch(3);
        try (var executor = Executors.newSingleThreadScheduledExecutor()) {
            // when
            var unused = executor.scheduleWithFixedDelay(task.guard(() -> {
                runs.countDown();
                throw new OutOfMemoryError("injected");
            }), 0, 1, TimeUnit.MILLISECONDS);
            // then
            assertTrue(runs.await(10, TimeUnit.SECONDS), "it ran once and was dropped");
            executor.shutdownNow();
        }
    }

    @Test
    void aThreadThatNobodySupervisesNeedsARestartWhenItEnds() throws Exception {
        // given
        var before = Thread.getDefaultUncaughtExceptionHandler();
        try {
            supervision.watchThreads();
            // when
            Thread thread = Thread.ofPlatform().name("sender").start(() -> {
                throw new StackOverflowError("injected");
            });
            thread.join();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        // then
        SupervisedTask threads = supervision.task(Supervision.THREADS, "");
        assertInstanceOf(TaskState.Ended.class, threads.state());
        assertTrue(threads.state().describe().contains("thread sender ended by java.lang.StackOverflowError: injected"),
                threads.state()::describe);
        threads.succeeded();
        assertTrue(supervision.needsRestart());
        assertEquals(List.of("lag", Supervision.THREADS), watched);
    }
}
