package io.millrace.bench.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.millrace.bench.orders.OrderEvents;
import io.millrace.bench.run.ProcessFigures;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void anEventsNumberFollowsFromItsId() {
        for (long number : new long[]{0, 1, 500, 123_456_789, Integer.MAX_VALUE}) {
            assertEquals(number, OrderEvents.number(OrderEvents.eventId(number)));
        }
    }

    @Test
    void anEventHasAboutThreeHundredBytes() {
        assertEquals(300, OrderEvents.body(0, 1_000).length / 1_000, 50);
    }

    @Test
    void anAcknowledgedEventThatNobodySeesIsLost() {
        // given
        AcknowledgedEvents acked = new AcknowledgedEvents();
        acked.events(10, 3);
        // when: one of them and one that was never acknowledged
        acked.seen(OrderEvents.eventId(11));
        acked.seen(OrderEvents.eventId(99));
        // then
        assertEquals(3, acked.acked());
        assertEquals(2, acked.lost());
        acked.seen(OrderEvents.eventId(10));
        acked.seen(OrderEvents.eventId(12));
        assertEquals(0, acked.lost());
    }

    @Test
    void latencyIsBackWhenSeveralSecondsInARowAreCalm() {
        // given
        LoadResult result = new LoadResult(Duration.ofSeconds(6));
        int[] slowIn = {400, 5, 90, 5, 5, 60};
        for (int second = 0; second < slowIn.length; second++) {
            long now = TimeUnit.SECONDS.toNanos(second) + TimeUnit.MILLISECONDS.toNanos(500);
            result.add(now, now - TimeUnit.MILLISECONDS.toNanos(slowIn[second]), null, 1);
        }
        // then
        assertEquals(3, result.secondsUntilBelow(99, 20, 2));
        assertEquals(1, result.secondsUntilBelow(99, 20, 1));
        assertEquals(1, result.secondsUntilBelow(99, 100, 3));
        assertEquals(0, result.secondsUntilBelow(99, 500, 6));
        assertEquals(6, result.secondsUntilBelow(99, 20, 3));
    }

    @Test
    void theOperatingSystemKnowsWhatThisProcessCosts() {
        ProcessFigures own = new ProcessFigures(ProcessHandle.current().pid());
        long before = own.cpuMicros();
        long spin = System.nanoTime();
        while (own.cpuMicros() < before + 50_000) {
            assertTrue(System.nanoTime() - spin < TimeUnit.MINUTES.toNanos(1), "no CPU time within a minute");
        }
        assertTrue(own.compilerMicros() > 0 && own.compilerMicros() < own.cpuMicros());
        assertTrue(own.peakRssMebibytes() > 10);
    }
}
