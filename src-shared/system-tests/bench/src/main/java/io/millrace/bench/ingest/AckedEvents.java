package io.millrace.bench.ingest;

import java.util.BitSet;

/** Which events a gateway has acknowledged, and which of them were seen in the topic afterwards. */
final class AckedEvents implements Load.Acknowledged {
    private final BitSet acked = new BitSet();
    private final BitSet seen = new BitSet();

    @Override
    public synchronized void events(long first, int events) {
        acked.set(Math.toIntExact(first), Math.toIntExact(first + events));
    }

    /** Notes that an event is in the topic, acknowledged or not. */
    synchronized void seen(String eventId) {
        seen.set(Math.toIntExact(Orders.number(eventId)));
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
