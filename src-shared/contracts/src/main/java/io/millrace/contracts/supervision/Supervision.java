package io.millrace.contracts.supervision;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** The background tasks of a service, with the state of each. */
public final class Supervision {
    /** The task that stands for all threads without a task of their own. */
    public static final String THREADS = "threads";
    /** The task that stands for the clock. */
    public static final String CLOCK = "clock";

    private final Clock clock;
    private final Consumer<SupervisedTask> watcher;
    private final Map<String, SupervisedTask> tasks = new ConcurrentHashMap<>();

    /**
     * @param watcher
     *            receives each new task once, to measure it
     */
    public Supervision(Clock clock, Consumer<SupervisedTask> watcher) {
        this.clock = clock;
        this.watcher = watcher;
    }

    /**
     * The task of that name, created at the first call.
     *
     * @param name
     *            one of a few names: it becomes the label of a metric
     * @param remedy
     *            what an operator can do when the task fails; a sentence
     */
    public SupervisedTask task(String name, String remedy) {
        return tasks.computeIfAbsent(name, n -> {
            SupervisedTask made = new SupervisedTask(n, remedy, clock);
            watcher.accept(made);
            return made;
        });
    }

    /** From now on a thread of this process that ends by an exception ends the task {@link #THREADS}. */
    public void watchThreads() {
        SupervisedTask threads = task(THREADS, "Restart the service");
        Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> threads
                .ended(new IllegalStateException("thread " + thread.getName() + " ended by " + cause, cause)));
    }

    /** From now on the task {@link #CLOCK} ends when the clock of the machine is set back by more than ten seconds. */
    public void watchClock(ScheduledExecutorService executor) {
        new ClockWatch(task(CLOCK, "Restart the service"),
                new ClockComparison(System::currentTimeMillis, System::nanoTime)).start(executor);
    }

    /** The tasks that are failing or have ended, with their states as one line each. */
    public Map<String, String> troubles() {
        Map<String, String> troubles = new TreeMap<>();
        tasks.forEach((name, task) -> {
            if (!(task.state() instanceof TaskState.Running)) {
                troubles.put(name, task.state().describe());
            }
        });
        return troubles;
    }

    /** Whether a task has ended, so that the service needs a restart. */
    public boolean needsRestart() {
        return tasks.values().stream().anyMatch(task -> task.state() instanceof TaskState.Ended);
    }
}
