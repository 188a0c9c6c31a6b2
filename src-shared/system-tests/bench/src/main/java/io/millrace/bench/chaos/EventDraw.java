package io.millrace.bench.chaos;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.millrace.bench.chaos.history.ChaosEvent;
import io.millrace.table.mergerule.EventKey;

/**
 * Draws the events of a load: new ones, of which some are late, events that were sent before, and revisions, which come in
 * any order. May be used by any thread.
 */
final class EventDraw {
    private static final int PKS = 500;
    private static final int PERCENT = 100;
    private static final int NEW = 85;
    private static final int AGAIN = 92;
    private static final int LATE = 3;
    private static final int LATE_BY_DAYS = 3;
    private static final int RECENT = 5_000;
    private static final int AHEAD = 2;

    private final SplittableRandom random;
    private final Clock clock;
    private final Map<EventKey, TreeMap<Long, ChaosEvent>> drawn = new HashMap<>();
    private final List<EventKey> keys = new ArrayList<>();
    private boolean notes;

    EventDraw(SplittableRandom random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    /** From now on new events have the field that the contract has gained. */
    synchronized void withNotes() {
        notes = true;
    }

    /** The events of a request, each of another key: the gateway refuses a request with two events of one key. */
    synchronized List<ChaosEvent> draw(int events) {
        Map<EventKey, ChaosEvent> batch = new LinkedHashMap<>();
        while (batch.size() < events) {
            ChaosEvent event = draw();
            batch.putIfAbsent(event.key(), event);
        }
        return List.copyOf(batch.values());
    }

    private ChaosEvent draw() {
        int dice = random.nextInt(PERCENT);
        if (keys.isEmpty() || dice < NEW) {
            EventKey key = new EventKey("pk" + random.nextInt(PKS), "e" + keys.size());
            keys.add(key);
            return event(key, 0);
        }
        EventKey key = keys.get(keys.size() - 1 - random.nextInt(Math.min(RECENT, keys.size())));
        long highest = drawn.getOrDefault(key, new TreeMap<>()).lastKey();
        return event(key, dice < AGAIN ? highest : random.nextLong(highest + 1 + AHEAD));
    }

    private ChaosEvent event(EventKey key, long revision) {
        return drawn.computeIfAbsent(key, k -> new TreeMap<>()).computeIfAbsent(revision, r -> {
            long late = random.nextInt(PERCENT) < LATE
                    ? TimeUnit.MINUTES.toMillis(random.nextLong(TimeUnit.DAYS.toMinutes(LATE_BY_DAYS)))
                    : 0;
            long amount = random.nextLong(1L << 40);
            return new ChaosEvent(key, revision, TimeUnit.MILLISECONDS.toMicros(clock.millis() - late), amount,
                    notes ? "note-" + amount : null);
        });
    }
}
