package io.millrace.bench.ingest;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

import io.millrace.bench.orders.OrderEvents;

/** Which events a gateway has acknowledged, and which of them were seen in the topic afterwards. */
final class AcknowledgedEvents implements Load.Acknowledged {
    private final BitSet acked = new BitSet();
    private final BitSet seen = new BitSet();

    @Override
    public synchronized void events(long first, int events) {
        acked.set(Math.toIntExact(first), Math.toIntExact(first + events));
    }

    /** Looks at every record of the topic and returns their number. */
    long look(String bootstrapServers) {
        AtomicLong records = new AtomicLong();
        try (TopicReader topic = new TopicReader(bootstrapServers, OrderEvents.STREAM)) {
            topic.read(record -> {
                seen(new String(record.headers().lastHeader("event_id").value(), StandardCharsets.UTF_8));
                records.incrementAndGet();
                return true;
            });
        }
        return records.get();
    }

    /** Notes that an event is in the topic, acknowledged or not. */
    synchronized void seen(String eventId) {
        seen.set(Math.toIntExact(OrderEvents.number(eventId)));
    }

    /** How many events were acknowledged. */
    synchronized long acked() {
        return acked.cardinality();
    }

    /** How many were acknowledged and not seen. */
    synchronized long lost() {
        BitSet lost = (BitSet) acked.clone();
        lost.andNot(seen);
        return lost.cardinality();
    }
}
