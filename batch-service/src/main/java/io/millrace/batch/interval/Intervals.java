package io.millrace.batch.interval;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.millrace.contracts.supervision.ClockComparison;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does tasks at intervals. Quarkus' scheduler compares times of day: after a clock was set back it would start nothing for as
 * long as the clock had been ahead, be it for days. So the clock is compared with {@link System#nanoTime}, which nobody sets,
 * and when it was set back the tasks are scheduled again.
 */
@ApplicationScoped
public class Intervals {
    private static final Logger LOG = LoggerFactory.getLogger(Intervals.class);
    private static final Duration COMPARED_EVERY = Duration.ofSeconds(1);
    /** Smaller steps delay a task by no more than this. */
    private static final Duration SMALL_STEP = Duration.ofMillis(500);

    private final Scheduler scheduler;
    private final ClockComparison clock;
    private final List<Task> tasks = new CopyOnWriteArrayList<>();

    private record Task(Duration interval, String name, Runnable action) {
        void run() {
            try {
                action.run();
            } catch (Throwable e) { // An Error too: it must not be the last time.
                LOG.error("The task {} failed; it is repeated in {}", name, interval, e);
            }
        }
    }

    @Inject
    Intervals(Scheduler scheduler, Clock clock) {
        this(scheduler, clock, System::nanoTime);
    }

    Intervals(Scheduler scheduler, Clock clock, LongSupplier nanos) {
        this.scheduler = scheduler;
        this.clock = new ClockComparison(clock::millis, nanos);
    }

    void start(@Observes StartupEvent event, ScheduledExecutorService executor) {
        var unused = executor.scheduleAtFixedRate(this::compare, COMPARED_EVERY.toMillis(), COMPARED_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * Does a task now, and again each time that the interval has passed since its last start, except while it runs. What it
     * throws is logged.
     *
     * @param interval
     *            a second or longer
     * @param name
     *            of the task, in the log; no other task has it
     */
    public void every(Duration interval, String name, Runnable action) {
        Task task = new Task(interval, name, action);
        tasks.add(task);
        schedule(task);
    }

    private void schedule(Task task) {
        var unused = scheduler.newJob(task.name()).setInterval(task.interval().toString())
                .setConcurrentExecution(ConcurrentExecution.SKIP).setTask(execution -> task.run()).schedule();
    }

    /** Schedules all tasks again when the clock was set back since the last call. */
    synchronized void compare() {
        Duration setBack = clock.setBack();
        if (setBack.compareTo(SMALL_STEP) > 0) {
            LOG.warn("The clock was set back by {}; all tasks are scheduled again", setBack);
            for (Task task : tasks) {
                var unused = scheduler.unscheduleJob(task.name());
                schedule(task);
            }
        }
    }
}
