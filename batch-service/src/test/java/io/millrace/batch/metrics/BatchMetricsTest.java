package io.millrace.batch.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.landing.LandingResult;
import io.millrace.landing.Lateness;
import io.millrace.landing.metrics.LandingMetrics;
import io.millrace.table.MergeOutcome;
import org.junit.jupiter.api.Test;

class BatchMetricsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2020-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final StreamName STREAM = new StreamName("s");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BatchMetrics metrics = new BatchMetrics(registry, new LandingMetrics(registry), CLOCK,
            Duration.ofMinutes(1));

    @Test
    void rowsThatThisServiceCommitsAreJudgedByTheFreshnessObjective() {
        metrics.judge(STREAM, () -> SloDefaults.bundled().targets());

        metrics.landed(STREAM, merged(Duration.ofSeconds(1), Duration.ofSeconds(6), Duration.ofSeconds(27)));

        assertEquals(3, counted("judged"));
        assertEquals(2, counted("missed"));
    }

    private double counted(String what) {
        return registry.get("millrace.slo." + what).tag("slo", "freshness").functionCounter().count();
    }

    private static LandingResult merged(Duration... ages) {
        long now = TimeUnit.MILLISECONDS.toMicros(CLOCK.millis());
        long[] arrivedAt = Stream.of(ages).mapToLong(age -> now - TimeUnit.MILLISECONDS.toMicros(age.toMillis()))
                .toArray();
        return new LandingResult(new MergeOutcome.Merged(1, arrivedAt.length, 0, 0, 0, 1), arrivedAt, Lateness.NONE,
                List.of(), 0, Map.of());
    }
}
