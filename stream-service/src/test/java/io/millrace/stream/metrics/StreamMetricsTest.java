package io.millrace.stream.metrics;

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

class StreamMetricsTest {
    /** Not the clock of this machine: the metrics must not look at that one. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2020-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final double DAY = Duration.ofDays(1).toSeconds();
    private static final Duration A_MONTH = Duration.ofDays(30);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void everyRowCountsHoweverOldItsEventIs() {
        // given rows accepted from just now up to a month ago, one whose gateway's clock is ahead, one of 1970
        List<Duration> ages = List.of(Duration.ZERO, Duration.ofMinutes(-1), Duration.ofMinutes(150),
                Duration.ofMinutes(160), Duration.ofDays(2), A_MONTH, Duration.ofDays(20_000));

        new StreamMetrics(registry, new LandingMetrics(registry), CLOCK).landed(new StreamName("s"), fed(ages.stream()),
                Duration.ofSeconds(1));

        assertEquals(20_000 * DAY, quantile("1"), 200 * DAY);
        assertEquals(160 * 60, quantile("0.5"), 100);
    }

    @Test
    void thePercentileOfOldRowsIsTheirAge() {
        new StreamMetrics(registry, new LandingMetrics(registry), CLOCK).landed(new StreamName("s"),
                fed(Stream.generate(() -> A_MONTH).limit(100)),
                Duration.ofSeconds(1));

        assertEquals(30 * DAY, quantile("0.95"), DAY / 2);
    }

    @Test
    void rowsOfTheLastTwoMinutesCountAndThereIsNoQuantileWithoutThem() {
        MovingClock clock = new MovingClock(CLOCK.instant());
        StreamMetrics metrics = new StreamMetrics(registry, new LandingMetrics(registry), clock);
        metrics.landed(new StreamName("s"), fed(Stream.generate(() -> A_MONTH).limit(100)), Duration.ofSeconds(1));
        clock.move(Duration.ofSeconds(100));
        // a hundred seconds before the next commit
        metrics.landed(new StreamName("s"), fed(Stream.generate(() -> Duration.ZERO).limit(900)),
                Duration.ofSeconds(1));

        assertEquals(100, quantile("0.5"), 1);
        assertEquals(30 * DAY, quantile("0.95"), DAY / 2);
        clock.move(Duration.ofSeconds(30));
        assertEquals(100, quantile("1"), 1);
        clock.move(Duration.ofMinutes(2));
        assertEquals(Double.NaN, quantile("0.5"));
    }

    @Test
    void theTimeOfMergesIsUnknownTwoMinutesAfterTheLastOne() {
        MovingClock clock = new MovingClock(CLOCK.instant());
        StreamMetrics metrics = new StreamMetrics(registry, new LandingMetrics(registry), clock);
        for (int i = 1; i <= 100; i++) {
            metrics.landed(new StreamName("s"), fed(Stream.of(Duration.ZERO)), Duration.ofMillis(10L * i));
        }
        assertEquals(0.5, quantile("millrace.merge", "0.5"), 0.01);
        assertEquals(0.95, quantile("millrace.merge", "0.95"), 0.01);
        assertEquals(1, quantile("millrace.merge", "1"), 0.01);

        clock.move(Duration.ofMinutes(2));

        assertEquals(Double.NaN, quantile("millrace.merge", "0.95"));
    }

    private double quantile(String label) {
        return quantile("millrace.freshness", label);
    }

    private double quantile(String name, String label) {
        return registry.get(name).tag("quantile", label).gauge().value();
    }

    @Test
    void aMeasurementThatIsNotRepeatedIsNotShownAnyMore() {
        MovingClock clock = new MovingClock(CLOCK.instant());
        StreamMetrics metrics = new StreamMetrics(registry, new LandingMetrics(registry), clock);
        metrics.lag(new StreamName("s"), new LagSample(7, 0, 12, 1, 2, 7, 3_600, 3_588));
        assertEquals(12, registry.get("millrace.lag.seconds").gauge().value());

        clock.move(Duration.ofSeconds(31));

        assertEquals(Double.NaN, registry.get("millrace.lag.seconds").gauge().value());
        assertEquals(Double.NaN, registry.get("millrace.retention.left.seconds").gauge().value());
    }

    @Test
    void rowsAndMeasurementsAreJudgedByTheTargetsOfTheStream() {
        StreamName stream = new StreamName("s");
        StreamMetrics metrics = new StreamMetrics(registry, new LandingMetrics(registry), CLOCK);
        metrics.judge(stream, () -> SloDefaults.bundled().targets());

        metrics.landed(stream, fed(Stream.of(Duration.ofSeconds(1), Duration.ofSeconds(6), Duration.ofDays(1))),
                Duration.ofSeconds(1));
        metrics.lag(stream, new LagSample(7, 0, 301, 1, 2, 7, 3_600, 3_588));
        metrics.lagUnknown(stream);

        assertEquals(3, counted("judged", "freshness"));
        assertEquals(2, counted("missed", "freshness"));
        assertEquals(1, counted("judged", "lag"));
        assertEquals(1, counted("missed", "lag"));
    }

    @Test
    void aLagThatIsUnknownForLongerThanItsThresholdIsMissed() {
        StreamName stream = new StreamName("s");
        MovingClock clock = new MovingClock(CLOCK.instant());
        StreamMetrics metrics = new StreamMetrics(registry, new LandingMetrics(registry), clock);
        metrics.judge(stream, () -> SloDefaults.bundled().targets());

        metrics.lag(stream, new LagSample(7, 0, 3, 1, 2, 7, 3_600, 3_588));
        clock.move(Duration.ofMinutes(5));
        metrics.lagUnknown(stream);
        assertEquals(1, counted("judged", "lag"));
        clock.move(Duration.ofSeconds(1));
        metrics.lagUnknown(stream);

        assertEquals(2, counted("judged", "lag"));
        assertEquals(1, counted("missed", "lag"));
    }

    private double counted(String what, String slo) {
        return registry.get("millrace.slo." + what).tag("slo", slo).functionCounter().count();
    }

    private static LandingResult fed(Stream<Duration> ages) {
        long now = TimeUnit.MILLISECONDS.toMicros(CLOCK.millis());
        long[] ingestedAt = ages.mapToLong(age -> now - TimeUnit.MILLISECONDS.toMicros(age.toMillis())).toArray();
        return new LandingResult(new MergeOutcome.Merged(1, ingestedAt.length, 0, 0, 0, 1), ingestedAt, Lateness.NONE,
                List.of(), 0, Map.of());
    }
}
