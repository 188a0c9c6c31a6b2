package io.millrace.contracts.supervision;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

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
    private final LongSupplier millis;
    private final LongSupplier nanos;
    /** By how much the clock is ahead of {@link #nanos}, in milliseconds, as it was compared last. */
    private long lead;

    /**
     * @param task
     *            ended when the clock was set back
     * @param millis
     *            the clock that Kafka's clients read
     * @param nanos
     *            a clock that nobody sets
     */
    ClockWatch(SupervisedTask task, LongSupplier millis, LongSupplier nanos) {
        this.task = task;
        this.millis = millis;
        this.nanos = nanos;
        this.lead = lead();
    }

    /** Compares the clock every second, in a thread of its own. */
    void start() {
        Thread.ofPlatform().daemon().name("clock-watch").start(() -> {
            try {
                while (true) {
                    Thread.sleep(COMPARED_EVERY_MILLIS);
                    compare();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Compares the clock with what it was at the last call. */
    void compare() {
        long now = lead();
        if (lead - now > TOLERATED.toMillis()) {
            task.ended(new IllegalStateException("the clock of this machine was set back by "
                    + Duration.ofMillis(lead - now) + "; Kafka's clients stand still for as long"));
        }
        lead = now;
    }

    private long lead() {
        return millis.getAsLong() - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }
}
