package io.millrace.ingest.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.contracts.schema.StreamName;
import org.junit.jupiter.api.Test;

class IngestMetricsTest {
    private static final StreamName STREAM = new StreamName("s");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IngestMetrics metrics = new IngestMetrics(registry);

    @Test
    void anOutageCostsAsMuchAvailabilityAsTheRequestsThatFailedBeforeTheyWereRead() {
        for (int request = 0; request < 60; request++) {
            metrics.events(STREAM, EventCount.STORED, 500);
            metrics.judged(STREAM, false);
        }
        for (int request = 0; request < 60; request++) {
            metrics.refused(STREAM, EventCount.NOT_STORED, 1);
        }

        assertEquals(120, counted("judged"));
        assertEquals(60, counted("missed"));
    }

    @Test
    void whatTheCallerDidWrongIsNoFailure() {
        metrics.refused(STREAM, EventCount.REFUSED, 3);
        metrics.refused(null, EventCount.REFUSED, 1);

        assertEquals(1, counted("judged"));
        assertEquals(0, counted("missed"));
    }

    private double counted(String what) {
        return registry.get("millrace.slo." + what).tag("slo", "availability").functionCounter().count();
    }
}
