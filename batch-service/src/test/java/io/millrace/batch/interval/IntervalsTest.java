package io.millrace.batch.interval;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.millrace.landing.testing.MovingClock;
import io.quarkus.scheduler.ScheduledExecution;
import io.quarkus.scheduler.Scheduler;
import org.junit.jupiter.api.Test;

/** What is asked of the scheduler. That the tasks then run, whatever happens to the clock, is tested with a real service. */
class IntervalsTest {
    private final List<String> calls = new ArrayList<>();
    private final List<Consumer<ScheduledExecution>> scheduled = new ArrayList<>();
    private final MovingClock clock = new MovingClock(Instant.ofEpochSecond(1_000));
    private final AtomicLong nanos = new AtomicLong(7);
    private final Intervals intervals = new Intervals(scheduler(), clock, nanos::get);

    private Scheduler scheduler() {
        return (Scheduler) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Scheduler.class},
                (proxy, method, arguments) -> {
                    calls.add(method.getName() + " " + arguments[0]);
                    return method.getName().equals("newJob") ? job() : null;
                });
    }

    @SuppressWarnings("unchecked")
    private Object job() {
        return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Scheduler.JobDefinition.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("setTask")) {
                        scheduled.add((Consumer<ScheduledExecution>) arguments[0]);
                    } else {
                        calls.add(arguments == null ? method.getName() : method.getName() + " " + arguments[0]);
                    }
                    return method.getName().equals("schedule") ? null : proxy;
                });
    }

    private void pass(Duration byClock, Duration byNanoTime) {
        clock.move(byClock);
        nanos.addAndGet(byNanoTime.toNanos());
        calls.clear();
        intervals.compare();
    }

    @Test
    void aTaskIsScheduledAtItsIntervalAndNeverTwiceAtOnce() {
        intervals.every(Duration.ofSeconds(5), "run", () -> {});

        assertEquals(List.of("newJob run", "setInterval PT5S", "setConcurrentExecution SKIP", "schedule"), calls);
    }

    @Test
    void tasksAreScheduledAgainWhenTheClockWasSetBack() {
        intervals.every(Duration.ofSeconds(5), "run", () -> {});
        intervals.every(Duration.ofSeconds(9), "signals", () -> {});

        pass(Duration.ofDays(-8), Duration.ofSeconds(1));

        assertEquals(List.of("unscheduleJob run", "newJob run", "setInterval PT5S", "setConcurrentExecution SKIP",
                "schedule", "unscheduleJob signals", "newJob signals", "setInterval PT9S",
                "setConcurrentExecution SKIP", "schedule"), calls);
        pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertEquals(List.of(), calls);
    }

    @Test
    void tasksStayAsTheyAreWhenTheClockIsRightOrJumpsAhead() {
        intervals.every(Duration.ofSeconds(5), "run", () -> {});

        pass(Duration.ofSeconds(10), Duration.ofSeconds(10));
        assertEquals(List.of(), calls);
        pass(Duration.ofDays(8), Duration.ofSeconds(1));
        assertEquals(List.of(), calls);
    }

    @Test
    void whatATaskThrowsDoesNotReachTheScheduler() {
        intervals.every(Duration.ofSeconds(5), "failing", () -> {
            throw new AssertionError("as planned");
        });

        assertDoesNotThrow(() -> scheduled.getFirst().accept(null));
    }
}
