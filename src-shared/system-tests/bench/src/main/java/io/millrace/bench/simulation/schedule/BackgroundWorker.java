package io.millrace.bench.simulation.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs tasks one after the other in a simulated thread, which ends when there are none. */
final class BackgroundWorker extends AbstractExecutorService {
    private final Scheduler scheduler;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean shutDown;

    BackgroundWorker(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (!running) {
            running = true;
            scheduler.spawn(this::work);
        }
    }

    private void work() {
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        } finally {
            running = false;
        }
    }

    @Override
    public void shutdown() {
        shutDown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutDown = true;
        List<Runnable> left = List.copyOf(tasks);
        tasks.clear();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return shutDown && !running;
    }

    /** Waits as long as it takes: no time passes in a simulation. */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        scheduler.await(() -> !running);
        return true;
    }
}
