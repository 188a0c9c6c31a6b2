package io.millrace.contracts.supervision;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A repeated background task. Whatever it throws is recorded and does not reach its thread. */
public final class SupervisedTask {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedTask.class);
    private static final TaskState RUNNING = new TaskState.Running();
    /** Created in advance: there may be no memory to create one later. */
    private static final TaskState NO_MEMORY = new TaskState.Failing("out of memory while reporting a failure",
            Instant.EPOCH, "Give the service more memory");

    private final String name;
    private final String remedy;
    private final Clock clock;
    private final AtomicLong failures = new AtomicLong();
    private volatile TaskState state = RUNNING;

    SupervisedTask(String name, String remedy, Clock clock) {
        this.name = name;
        this.remedy = remedy;
        this.clock = clock;
    }

    /** The name in health checks and in the label of metrics. */
    public String name() {
        return name;
    }

    public TaskState state() {
        return state;
    }

    /** The number of failures. */
    public long failures() {
        return failures.get();
    }

    /** The work, guarded for an executor that would drop it when it throws. */
    public Runnable guard(Runnable work) {
        return () -> {
            try {
                work.run();
                succeeded();
            } catch (Throwable e) { // An executor silently drops a task that throws.
                failed(e);
            }
        };
    }

    /** Records a success. */
    public void succeeded() {
        if (state instanceof TaskState.Failing) {
            state = RUNNING;
            LOG.info("The task {} is running again", name);
        }
    }

    /** Records a failure, and logs it if the task was running before. */
    public void failed(Throwable cause) {
        failures.incrementAndGet();
        try {
            switch (state) {
                case TaskState.Running running -> {
                    state = new TaskState.Failing(String.valueOf(cause), clock.instant(), remedy);
                    LOG.error("The task {} failed and is retried. {}", name, remedy, cause);
                }
                case TaskState.Failing before ->
                    state = new TaskState.Failing(String.valueOf(cause), before.since(), remedy);
                case TaskState.Ended ended -> LOG.error("The task {} failed after its end", name, cause);
            }
        } catch (OutOfMemoryError again) {
            state = NO_MEMORY;
        }
    }

    /** Records that the task has ended; only a restart of the service starts it again. */
    public void ended(Throwable cause) {
        failures.incrementAndGet();
        try {
            if (!(state instanceof TaskState.Ended)) {
                state = new TaskState.Ended(String.valueOf(cause), clock.instant());
                LOG.error("The task {} has ended. Restart the service", name, cause);
            }
        } catch (OutOfMemoryError again) {
            state = NO_MEMORY;
        }
    }
}
