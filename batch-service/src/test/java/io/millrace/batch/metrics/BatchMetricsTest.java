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
import io.millrace.landing.testing.MovingClock;
import io.millrace.table.MergeOutcome;
import org.junit.jupiter.api.Test;

class BatchMetricsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2020-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final StreamName STREAM = new StreamName("s");

    private final MovingClock clock = new MovingClock(CLOCK.instant());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BatchMetrics metrics = new BatchMetrics(registry, new LandingMetrics(registry), clock,
            Duration.ofMinutes(1), Duration.ofMinutes(15));

    @Test
    void rowsThatThisServiceCommitsAreJudgedByTheFreshnessObjective() {
        metrics.judge(STREAM, () -> SloDefaults.bundled().targets());

        metrics.landed(STREAM, merged(Duration.ofSeconds(1), Duration.ofSeconds(6), Duration.ofSeconds(27)));

        assertEquals(3, counted("judged"));
        assertEquals(2, counted("missed"));
    }

    @Test
    void measurementsOfRunsAreUnknownWhenNoRunMeasuresThemAnyMore() {
        metrics.auditProgress(STREAM, 0, CLOCK.millis(), 0);
        metrics.auditBudget(STREAM, 0.04, false);
        metrics.deletions(2, 0);
        clock.move(Duration.ofMinutes(15));
        assertEquals(0, gauge("millrace.audit.oldest"));
        assertEquals(0, gauge("millrace.audit.outstanding"));
        assertEquals(0.04, gauge("millrace.audit.cpu.share"));
        assertEquals(2, gauge("millrace.deletions.pending"));

        clock.move(Duration.ofMinutes(1));

        for (String name : List.of("millrace.audit.oldest", "millrace.audit.outstanding", "millrace.audit.cpu.share",
                "millrace.deletions.pending")) {
            assertEquals(Double.NaN, gauge(name), name);
        }
        assertEquals(CLOCK.instant().getEpochSecond(), gauge("millrace.audit.last.success"));
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
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
