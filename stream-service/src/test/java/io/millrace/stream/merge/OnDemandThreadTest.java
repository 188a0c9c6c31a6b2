package io.millrace.stream.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OnDemandThreadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void thereIsNoThreadBeforeTheFirstRequestAndAfterTheTaskReturned() {
        OnDemandThread thread = new OnDemandThread("test", runs::incrementAndGet);
        assertFalse(thread.isRunning());

        thread.request();

        Awaitility.await().atMost(PATIENCE).until(() -> runs.get() == 1 && !thread.isRunning());
        thread.request();
        Awaitility.await().atMost(PATIENCE).until(() -> runs.get() == 2 && !thread.isRunning());
    }

    @Test
    void aRequestDuringARunIsAnotherRun() throws Exception {
        // given
        Semaphore started = new Semaphore(0);
        Semaphore finish = new Semaphore(0);
        OnDemandThread thread = new OnDemandThread("test", () -> {
            started.release();
            finish.acquireUninterruptibly();
            runs.incrementAndGet();
        });
        thread.request();
        assertTrue(started.tryAcquire(20, TimeUnit.SECONDS));
        // when
        thread.request();
        finish.release(2);
        // then
        Awaitility.await().atMost(PATIENCE).until(() -> runs.get() == 2 && !thread.isRunning());
    }

    @Test
    void aTaskThatThrowsIsNotRunAgain() {
        OnDemandThread thread = new OnDemandThread("test", () -> {
            runs.incrementAndGet();
            Thread.currentThread().setUncaughtExceptionHandler((t, e) -> {});
            throw new StackOverflowError("injected");
        });
        assertFalse(thread.isBroken());

        thread.request();

        Awaitility.await().atMost(PATIENCE).until(thread::isBroken);
        thread.request();
        assertFalse(thread.isRunning());
        assertEquals(1, runs.get());
    }

    @Test
    void stoppingInterruptsTheTaskAndEndsIt() throws Exception {
        // given
        CountDownLatch interrupted = new CountDownLatch(1);
        Semaphore started = new Semaphore(0);
        OnDemandThread thread = new OnDemandThread("test", () -> {
            started.release();
            try {
                new Semaphore(0).acquire();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        thread.request();
        assertTrue(started.tryAcquire(20, TimeUnit.SECONDS));
        // when
        thread.request();
        thread.stop(PATIENCE);
        // then
        assertEquals(0, interrupted.getCount());
        assertFalse(thread.isRunning());
        thread.request();
        assertFalse(thread.isRunning());
    }
}
