package io.millrace.contracts.supervision;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the clock was set back. Kafka's clients compare times of day: until the clock is as late as it was before, they
 * read no metadata, so that they keep deleted topics and former leaders, open no connection again, and let no wait end. Only new
 * clients help, which come with a restart of the service.
 */
final class ClockWatch {
    /** Clients stand still for the length of a step: a shorter one ends by itself. */
    static final Duration TOLERATED = Duration.ofSeconds(10);
    private static final long COMPARED_EVERY_MILLIS = 1_000;

    private final SupervisedTask task;
    private final ClockComparison clock;

    /**
     * @param task
     *            ended when the clock was set back
     * @param clock
     *            of the clock that Kafka's clients read
     */
    ClockWatch(SupervisedTask task, ClockComparison clock) {
        this.task = task;
        this.clock = clock;
    }

    /** Compares the clock every second, until the executor is shut down. */
    void start(ScheduledExecutorService executor) {
        var unused = executor.scheduleAtFixedRate(this::compare, COMPARED_EVERY_MILLIS, COMPARED_EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** Compares the clock with what it was at the last call. */
    void compare() {
        Duration setBack = clock.setBack();
        if (setBack.compareTo(TOLERATED) > 0) {
            task.ended(new IllegalStateException("the clock of this machine was set back by " + setBack
                    + "; Kafka's clients stand still for as long"));
        }
    }
}
