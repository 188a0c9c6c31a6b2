package io.millrace.bench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.millrace.bench.chaos.history.Certainty;
import io.millrace.bench.chaos.history.ChaosEvent;
import io.millrace.bench.chaos.history.SentEvents;
import io.millrace.table.mergerule.EventKey;
import org.junit.jupiter.api.Test;

class EventDrawTest {
    private static final Instant NOW = Instant.parse("2026-02-03T12:00:00Z");
    private static final int EVENTS = 5_000;
    private static final int REQUEST = 20;

    @Test
    void theSameSeedDrawsTheSameEvents() {
        assertEquals(requests(draw(7)), requests(draw(7)));
        assertNotEquals(requests(draw(7)), requests(draw(8)));
    }

    @Test
    void eventsComeAgainAndInRevisionsOfAnyOrderAndSomeAreLate() {
        List<ChaosEvent> drawn = requests(draw(1));

        Map<EventKey, Long> last = new HashMap<>();
        Set<ChaosEvent> seen = new HashSet<>();
        int again = 0;
        int higher = 0;
        int lower = 0;
        for (ChaosEvent event : drawn) {
            again += seen.add(event) ? 0 : 1;
            Long before = last.put(event.key(), event.revision());
            higher += before != null && event.revision() > before ? 1 : 0;
            lower += before != null && event.revision() < before ? 1 : 0;
        }
        long late = seen.stream().filter(event -> event.eventTimeMicros() < micros(NOW.minus(Duration.ofHours(1))))
                .count();
        assertTrue(again > EVENTS / 50 && higher > EVENTS / 50 && lower > EVENTS / 400 && late > EVENTS / 100,
                again + " again, " + higher + " higher, " + lower + " lower, " + late + " late");
    }

    @Test
    void aKeyAndRevisionIsAlwaysTheSameEventAlsoWhenTheContractEvolves() {
        EventDraw draw = draw(2);
        SentEvents sent = new SentEvents();
        sent.record(requests(draw), Certainty.ACKED);
        draw.withNotes();
        List<ChaosEvent> evolved = requests(draw);
        sent.record(evolved, Certainty.ACKED);

        assertTrue(evolved.stream().anyMatch(event -> event.note() != null));
        assertTrue(evolved.stream().anyMatch(event -> event.note() == null), "events of before that come again");
    }

    @Test
    void noRequestHasAKeyTwice() {
        EventDraw draw = draw(3);
        for (int request = 0; request < EVENTS / REQUEST; request++) {
            assertEquals(REQUEST, draw.draw(REQUEST).stream().map(ChaosEvent::key).distinct().count());
        }
    }

    private static List<ChaosEvent> requests(EventDraw draw) {
        return Stream.generate(() -> draw.draw(REQUEST)).limit(EVENTS / REQUEST).flatMap(List::stream).toList();
    }

    private static long micros(Instant time) {
        return time.toEpochMilli() * 1_000;
    }

    private static EventDraw draw(long seed) {
        return new EventDraw(new SplittableRandom(seed), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
