package io.millrace.stream.merge;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Runs a task on a thread that exists only while the task has work. The task returns when it has none, and is run again
 * when asked for.
 */
final class OnDemandThread {
    private final String name;
    private final Runnable task;
    private @Nullable Thread thread;
    private boolean wanted;
    private boolean broken;
    private boolean stopped;

    OnDemandThread(String name, Runnable task) {
        this.name = name;
        this.task = task;
    }

    /**
     * Runs the task from its start, after the run that is under way. Does nothing once the task has thrown or the thread was
     * stopped.
     *
     * @throws OutOfMemoryError
     *             when the thread cannot be started; the call may be repeated
     */
    synchronized void request() {
        if (broken || stopped) {
            return;
        }
        wanted = true;
        if (thread == null) {
            thread = Thread.ofPlatform().name(name).daemon(true).start(this::run);
        }
    }

    /** Whether the task has thrown: it is not run again. */
    synchronized boolean isBroken() {
        return broken;
    }

    /** Whether there is a thread now. */
    synchronized boolean isRunning() {
        return thread != null;
    }

    /** What the thread does now; empty without one. */
    synchronized StackTraceElement[] stack() {
        return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    }

    /** Interrupts the task and waits until it has ended, or for this time. It is not run again. */
    void stop(Duration patience) {
        Thread running;
        synchronized (this) {
            stopped = true;
            running = thread;
        }
        if (running != null) {
            running.interrupt();
            try {
                running.join(patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        boolean returned = false;
        try {
            while (isWanted()) {
                task.run();
            }
            returned = true;
        } finally {
            if (!returned) {
                broke();
            }
        }
    }

    /** Takes the request; without one, the thread ends. */
    private synchronized boolean isWanted() {
        boolean again = wanted && !stopped;
        wanted = false;
        if (!again) {
            thread = null;
        }
        return again;
    }

    private synchronized void broke() {
        broken = true;
        thread = null;
    }
}
