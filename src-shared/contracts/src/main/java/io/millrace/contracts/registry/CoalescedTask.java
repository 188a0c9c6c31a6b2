package io.millrace.contracts.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/** Runs a task on request: one run serves all requests that were made before it started, and runs keep a distance. */
final class CoalescedTask {
    private final BooleanSupplier task;
    private final Duration distance;
    private final ScheduledExecutorService executor;
    private CompletableFuture<Boolean> running = CompletableFuture.completedFuture(false);
    private @Nullable CompletableFuture<Boolean> waiting;
    private long startedAt;

    /**
     * @param distance
     *            the least time between the starts of two runs
     */
    CoalescedTask(BooleanSupplier task, Duration distance, ScheduledExecutorService executor) {
        this.task = task;
        this.distance = distance;
        this.executor = executor;
        this.startedAt = System.nanoTime() - distance.toNanos();
    }

    /** The result of a run that starts after this call. Never blocks. */
    synchronized CompletableFuture<Boolean> request() {
        if (waiting == null) {
            waiting = running.handle((result, failure) -> result).thenCompose(before -> schedule());
        }
        return waiting.copy();
    }

    private synchronized CompletableFuture<Boolean> schedule() {
        long nanos = Math.max(0, distance.toNanos() - (System.nanoTime() - startedAt));
        return CompletableFuture.supplyAsync(this::run, work -> {
            var unused = executor.schedule(work, nanos, TimeUnit.NANOSECONDS);
        });
    }

    private boolean run() {
        synchronized (this) {
            startedAt = System.nanoTime();
            if (waiting != null) {
                running = waiting;
                waiting = null;
            }
        }
        return task.getAsBoolean();
    }
}
