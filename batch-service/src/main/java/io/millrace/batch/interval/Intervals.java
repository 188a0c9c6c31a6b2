package io.millrace.batch.interval;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does tasks at intervals until the service stops. Intervals are measured by {@link System#nanoTime}, which nobody sets: a
 * schedule by the time of day does nothing for as long as the clock was set back, be it for days.
 */
@ApplicationScoped
public class Intervals {
    private static final Logger LOG = LoggerFactory.getLogger(Intervals.class);

    private final ScheduledExecutorService executor;
    private volatile boolean stopped;

    Intervals(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    /**
     * Does a task now, and again each time that the interval has passed since its last start. A task that takes longer is done
     * again when it has ended. What it throws is logged.
     *
     * @param name
     *            of the task, in the log
     */
    public void every(Duration interval, String name, Runnable task) {
        executor.execute(() -> repeat(interval, name, task));
    }

    private void repeat(Duration interval, String name, Runnable task) {
        long next = System.nanoTime() + interval.toNanos();
        try {
            task.run();
        } catch (Throwable e) { // An Error too: it must not be the last time.
            LOG.error("The task {} failed; it is repeated in {}", name, interval, e);
        }
        if (!stopped) {
            var unused = executor.schedule(() -> repeat(interval, name, task), Math.max(0, next - System.nanoTime()),
                    TimeUnit.NANOSECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }
}
