package io.millrace.landing.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.LandingResult;
import io.millrace.landing.Lateness;
import io.millrace.table.MergeOutcome;
import org.junit.jupiter.api.Test;

class ScatteredMergeTest {
    private static final StreamName STREAM = new StreamName("flights");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LandingMetrics metrics = new LandingMetrics(meters);

    @Test
    void aMergeIntoMoreThan64PartitionsIsCounted() {
        merged(64);
        assertEquals(0, counted());

        merged(65);

        assertEquals(1, counted());
    }

    private void merged(int partitions) {
        metrics.landed(STREAM,
                new LandingResult(new MergeOutcome.Merged(1, 1, 0, 0, 0, 1), new long[]{0}, Lateness.NONE,
                        List.of(), partitions, Map.of()));
    }

    private double counted() {
        return meters.get("millrace.merge.scattered").tag("stream", "flights").counter().count();
    }
}
