package io.millrace.bench.chaos;

import java.util.HashMap;
import java.util.Map;

import io.millrace.bench.chaos.history.ChaosEvent;
import io.millrace.contracts.record.DecodedEvent;
import io.millrace.landing.letters.RecordPosition;
import io.millrace.table.mergerule.EventKey;

/** Events that were read from a topic, by their positions. */
final class PositionedEvents {
    private final String topicId;
    private final Map<RecordPosition, Read> events = new HashMap<>();

    private record Read(EventKey key, long revision) {}

    PositionedEvents(String topicId) {
        this.topicId = topicId;
    }

    void add(DecodedEvent event) {
        events.put(new RecordPosition(topicId, event.partition(), event.offset()),
                new Read(new EventKey(String.valueOf(event.event().get("pk")),
                        String.valueOf(event.event().get("event_id"))),
                        ((Number) event.event().get("revision")).longValue()));
    }

    /** Whether this event was read at this position. */
    boolean contains(RecordPosition at, ChaosEvent event) {
        return new Read(event.key(), event.revision()).equals(events.get(at));
    }
}
