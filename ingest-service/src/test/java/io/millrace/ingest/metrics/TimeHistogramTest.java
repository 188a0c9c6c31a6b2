package io.millrace.ingest.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exemplars.Exemplar;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimeHistogramTest {
    private static final String[] NONE = {};

    private final TimeHistogram histogram = new TimeHistogram("wait_seconds", "Waiting",
            List.of(Duration.ofMillis(5), Duration.ofSeconds(1)));
    private final CollectorRegistry registry = new CollectorRegistry();

    @Test
    void aTimeIsInEachBucketWhoseLimitItDoesNotExceed() {
        histogram.register(registry);
        for (long millis : new long[]{1, 5, 6, 1_000, 1_001, 90_000}) {
            histogram.add(Duration.ofMillis(millis).toNanos(), null);
        }

        assertEquals(2, bucket("0.005"));
        assertEquals(4, bucket("1.0"));
        assertEquals(6, bucket("+Inf"));
        assertEquals(6, registry.getSampleValue("wait_seconds_count", NONE, NONE));
        assertEquals(92.013, registry.getSampleValue("wait_seconds_sum", NONE, NONE), 1e-9);
    }

    @Test
    void theLastSampledTraceOfABucketIsItsExemplar() {
        histogram.add(Duration.ofMillis(1).toNanos(), "a");
        histogram.add(Duration.ofMillis(2).toNanos(), "b");
        histogram.add(Duration.ofMillis(3).toNanos(), null);
        histogram.add(Duration.ofSeconds(2).toNanos(), "c");

        List<@Nullable Exemplar> found = histogram.collect().getFirst().samples.stream()
                .filter(sample -> sample.name.equals("wait_seconds_bucket")).map(sample -> sample.exemplar).toList();
        assertEquals(List.of("b", "c"),
                found.stream().filter(Objects::nonNull).map(exemplar -> exemplar.getLabelValue(0)).toList());
        assertEquals(0.002, Objects.requireNonNull(found.getFirst()).getValue(), 1e-9);
        assertNull(found.get(1));
    }

    private double bucket(String limit) {
        return registry.getSampleValue("wait_seconds_bucket", new String[]{"le"}, new String[]{limit});
    }
}
