package io.millrace.bench.simulation.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** Threads that note what they do. */
class SchedulerTest {
    private final List<String> done = new ArrayList<>();

    private Scheduler scheduler(Map<Point, Decision> decisions) {
        return new Scheduler(new RecordedDecisions(decisions), true);
    }

    private Runnable calls(Scheduler scheduler, String name, int calls) {
        return () -> {
            for (int call = 1; call <= calls; call++) {
                var fault = scheduler.at(CallKind.PUT, "put", name + call);
                done.add(name + call + (fault == Fault.NONE ? "" : " " + fault.label()));
            }
        };
    }

    @Test
    void withoutDecisionsOneThreadRunsAfterTheOther() {
        Scheduler scheduler = scheduler(Map.of());
        scheduler.add("a", calls(scheduler, "a", 2));
        scheduler.add("b", calls(scheduler, "b", 1));

        assertNull(scheduler.run());
        assertEquals(List.of("a1", "a2", "b1"), done);
        assertEquals(3, scheduler.trace().size());
    }

    @Test
    void anotherThreadGoesOnWhereItIsDecidedAndACallFails() {
        Scheduler scheduler = scheduler(Map.of(new Point("a", 2), new Decision(Fault.ERROR, "b"), new Point("b", 2),
                new Decision(Fault.NONE, "a")));
        scheduler.add("a", calls(scheduler, "a", 3));
        scheduler.add("b", calls(scheduler, "b", 2));

        assertNull(scheduler.run());
        assertEquals(List.of("a1", "b1", "a2 error", "a3", "b2"), done);
    }

    @Test
    void aCallOfAThreadThatIsNotSimulatedIsRefused() {
        Scheduler scheduler = scheduler(Map.of());
        scheduler.add("a", () -> CompletableFuture.runAsync(calls(scheduler, "pool", 1)).join());

        CompletionException failure = assertInstanceOf(CompletionException.class, scheduler.run());
        assertInstanceOf(Scheduler.StuckException.class, failure.getCause());
        assertEquals(List.of(), done);
    }

    @Test
    void aProcessThatCrashesStartsAgainAndItsCallsAreCountedOn() {
        Scheduler scheduler = scheduler(Map.of(new Point("a", 2), new Decision(Fault.CRASH_BEFORE, "")));
        scheduler.add("a", calls(scheduler, "a", 2));

        assertNull(scheduler.run());
        assertEquals(List.of("a1", "a1", "a2"), done);
        assertEquals(new Point("a", 4), scheduler.trace().getLast().point());
    }

    @Test
    void workInTheBackgroundEndsWithItsProcess() {
        Scheduler scheduler = scheduler(Map.of(new Point("a", 2), new Decision(Fault.CRASH_BEFORE, "a.1")));
        scheduler.add("a", () -> {
            if (!done.isEmpty()) {
                return;
            }
            try (ExecutorService background = scheduler.background()) {
                background.execute(calls(scheduler, "background", 2));
                calls(scheduler, "a", 2).run();
            }
        });

        assertNull(scheduler.run());
        assertEquals(List.of("a1", "background1", "background2"), done);
    }

    @Test
    void backgroundWorkIsAwaited() {
        Scheduler scheduler = scheduler(Map.of());
        scheduler.add("a", () -> {
            ExecutorService background = scheduler.background();
            background.execute(calls(scheduler, "background", 1));
            background.shutdown();
            try {
                background.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            done.add("closed");
        });

        assertNull(scheduler.run());
        assertEquals(List.of("background1", "closed"), done);
    }

    @Test
    void whatIsLateHappensInTheEnd() {
        Scheduler scheduler = scheduler(Map.of());
        scheduler.add("a", () -> {
            scheduler.later(() -> done.add("late"));
            calls(scheduler, "a", 1).run();
        });

        assertNull(scheduler.run());
        assertEquals(List.of("a1", "late"), done);
    }

    @Test
    void aThreadThatNeverEndsIsStopped() {
        Scheduler scheduler = scheduler(Map.of());
        scheduler.add("a", calls(scheduler, "a", Integer.MAX_VALUE));

        assertInstanceOf(Scheduler.StuckException.class, scheduler.run());
    }
}
