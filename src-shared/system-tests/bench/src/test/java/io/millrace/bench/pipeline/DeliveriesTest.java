package io.millrace.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;

import org.junit.jupiter.api.Test;

class DeliveriesTest {
    @Test
    void oneInTwentyRepeatsAnEventThatWasDeliveredBefore() {
        for (int deliveries : new int[]{20, 1_000, 1_000_000}) {
            BitSet seen = new BitSet();
            int repeated = 0;
            for (long delivery = 0; delivery < deliveries; delivery++) {
                int event = Math.toIntExact(Deliveries.event(delivery));
                repeated += seen.get(event) ? 1 : 0;
                seen.set(event);
            }
            assertEquals(deliveries / 20, repeated);
            assertEquals(Deliveries.distinct(deliveries), seen.cardinality());
            assertEquals(Deliveries.distinct(deliveries), seen.length());
        }
    }
}
