package io.millrace.ingest.publish;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends the wait for acknowledgements when the time is up. Has a thread of its own that sleeps until the earliest end: the
 * JDK's {@code completeOnTimeout} wakes its thread for each wait that begins, and for each that ends.
 */
final class AckTimeouts implements AutoCloseable {
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("ack-timeouts").factory());

    AckTimeouts() {
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Completes the future after a number of nanoseconds, unless it is complete by then. */
    void complete(CompletableFuture<Void> waiting, long nanos) {
        if (waiting.isDone()) {
            return;
        }
        Future<?> end = executor.schedule(() -> waiting.complete(null), nanos, TimeUnit.NANOSECONDS);
        var unused = waiting.whenComplete((done, fault) -> end.cancel(false));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
