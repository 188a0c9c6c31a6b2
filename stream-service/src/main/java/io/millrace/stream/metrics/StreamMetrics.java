package io.millrace.stream.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.Slo;
import io.millrace.contracts.slo.SloCounts;
import io.millrace.contracts.slo.SloTargets;
import io.millrace.landing.LandingResult;
import io.millrace.landing.metrics.LandingMetrics;
import io.millrace.landing.metrics.MeasuredGauges;
import io.millrace.table.MergeOutcome;

/** Owns the meters of freshness, lag and the state of streams. The labels are bounded: stream, state and objective. */
@Singleton
public class StreamMetrics {
    private static final String STREAM = "stream";
    private static final double MILLIS_PER_SECOND = 1_000;
    /** The age from which on a measurement is not shown any more: six intervals. */
    private static final Duration STALE = Duration.ofSeconds(30);
    private static final List<Double> QUANTILES = List.of(0.5, 0.95, 1.0);
    private static final List<String> STATES = List.of("running", "retrying", "paused");

    private final MeterRegistry registry;
    private final LandingMetrics landing;
    private final Clock clock;
    private final Map<String, AtomicReference<Double>> gauges = new ConcurrentHashMap<>();
    private final MeasuredGauges measured;
    private final Map<StreamName, Judged> judged = new ConcurrentHashMap<>();
    private final Map<StreamName, RecentDurations> freshness = new ConcurrentHashMap<>();
    private final Map<StreamName, RecentDurations> merges = new ConcurrentHashMap<>();

    public StreamMetrics(MeterRegistry registry, LandingMetrics landing, Clock clock) {
        this.registry = registry;
        this.landing = landing;
        this.clock = clock;
        this.measured = new MeasuredGauges(registry, clock, STALE);
    }

    /** Shows the state of a stream, 1 for the one it is in and 0 for the others, and whether checkpoints fail. */
    public void watch(StreamName stream, Supplier<String> state, BooleanSupplier checkpointsFail) {
        registry.counter("millrace.merge.failures", STREAM, stream.value()).increment(0);
        registry.counter("millrace.topic.replacements", STREAM, stream.value()).increment(0);
        Gauge.builder("millrace.table.background.failing", () -> checkpointsFail.getAsBoolean() ? 1 : 0)
                .tags(STREAM, stream.value()).register(registry);
        for (String label : STATES) {
            Gauge.builder("millrace.stream.state", () -> state.get().equals(label) ? 1 : 0)
                    .tags(STREAM, stream.value(), "state", label).register(registry);
        }
    }

    /** Shows the freshness target of the contract of a stream; NaN while the contract has none. */
    public void freshnessTarget(StreamName stream, Supplier<Optional<Duration>> target) {
        Gauge.builder("millrace.freshness.target",
                () -> target.get().map(wanted -> wanted.toMillis() / MILLIS_PER_SECOND).orElse(Double.NaN))
                .description("The freshness that the contract aims at").baseUnit("seconds")
                .tags(STREAM, stream.value()).register(registry);
    }

    /** Measures a merge, and how fresh its rows were when they became visible. */
    public void landed(StreamName stream, LandingResult result, Duration took) {
        merges.computeIfAbsent(stream,
                name -> durations(name, "millrace.merge", "A merge, from decoding to commit")).add(took);
        landing.landed(stream, result);
        if (result.outcome() instanceof MergeOutcome.Merged committed) {
            gauge("millrace.table.version", stream).set((double) committed.version());
            freshness(stream, result.arrivedAtMicros());
        }
    }

    /** Counts a merge that failed and will be retried. */
    public void failed(StreamName stream) {
        registry.counter("millrace.merge.failures", STREAM, stream.value()).increment();
    }

    /** Counts that the topic of a stream was found to be replaced by another topic of the same name. */
    public void topicReplaced(StreamName stream) {
        registry.counter("millrace.topic.replacements", STREAM, stream.value()).increment();
    }

    /** Sets how often the table of a stream was found to be replaced or restored to another history. */
    public void tableReplacements(StreamName stream, long times) {
        gauge("millrace.table.replacements", stream).set((double) times);
    }

    /** Shows the objectives that this service judges, lag and freshness, and counts them from now on. */
    public void judge(StreamName stream, Supplier<SloTargets> targets) {
        judged.put(stream, new Judged(landing.watch(stream, new SloCounts(Slo.LAG, targets)),
                landing.watch(stream, new SloCounts(Slo.FRESHNESS, targets)), new AtomicLong(clock.millis())));
    }

    /** Shows a measurement of the lag, for as long as it is recent. */
    public void lag(StreamName stream, LagSample sample) {
        Tags tags = Tags.of(STREAM, stream.value());
        measured.set("millrace.lag.offsets", tags, sample.offsets());
        measured.set("millrace.lag.unstable.offsets", tags, sample.unstableOffsets());
        measured.set("millrace.lag.seconds", tags, sample.seconds());
        measured.set("millrace.arrival.per.second", tags, sample.arrival());
        measured.set("millrace.merge.per.second", tags, sample.merge());
        measured.set("millrace.catch.up.seconds", tags, sample.catchUpSeconds());
        measured.set("millrace.retention.seconds", tags, sample.retentionSeconds());
        measured.set("millrace.retention.left.seconds", tags, sample.retentionLeftSeconds());
        Judged counts = judged.get(stream);
        if (counts != null) {
            counts.lag(sample.seconds(), clock.millis());
        }
    }

    /** The lag could not be measured: NaN, because an old value would look like a measured one. */
    public void lagUnknown(StreamName stream) {
        lag(stream, LagSample.UNKNOWN);
    }

    /** Removes the meters of a stream that was deleted. */
    public void forget(StreamName stream) {
        landing.forget(stream);
        gauges.keySet().removeIf(key -> key.endsWith("\n" + stream));
        measured.forget(STREAM, stream.value());
        judged.remove(stream);
        freshness.remove(stream);
        merges.remove(stream);
    }

    private void freshness(StreamName stream, long[] arrivedAtMicros) {
        long now = TimeUnit.MILLISECONDS.toMicros(clock.millis());
        freshness.computeIfAbsent(stream,
                name -> durations(name, "millrace.freshness",
                        "From the acceptance or the redrive of an event to the commit that shows it"))
                .add(arrivedAtMicros, now);
        Judged counts = judged.get(stream);
        if (counts != null) {
            counts.freshness().judgeAges(arrivedAtMicros, now);
        }
    }

    private RecentDurations durations(StreamName stream, String name, String description) {
        RecentDurations recent = new RecentDurations(clock);
        for (double quantile : QUANTILES) {
            Gauge.builder(name, () -> recent.quantile(quantile)).description(description).baseUnit("seconds")
                    .tags(STREAM, stream.value(), "quantile", label(quantile)).register(registry);
        }
        return recent;
    }

    private static String label(double quantile) {
        return quantile == 1 ? "1" : Double.toString(quantile);
    }

    /**
     * The objectives of a stream.
     *
     * @param lagKnownAt
     *            when the lag was known last, in milliseconds since the epoch; at first the beginning
     */
    private record Judged(SloCounts lag, SloCounts freshness, AtomicLong lagKnownAt) {
        /** A lag that has been unknown for longer than its threshold is missed: nobody can say that it is kept. */
        void lag(double seconds, long nowMillis) {
            if (!Double.isNaN(seconds)) {
                lagKnownAt.set(nowMillis);
                lag.judge(seconds);
            } else if (nowMillis - lagKnownAt.get() > lag.target().threshold() * MILLIS_PER_SECOND) {
                lag.count(1, 1);
            }
        }
    }

    private AtomicReference<Double> gauge(String name, StreamName stream) {
        return gauges.computeIfAbsent(name + "\n" + stream, k -> {
            AtomicReference<Double> value = new AtomicReference<>(0.0);
            registry.gauge(name, Tags.of(STREAM, stream.value()), value, AtomicReference::get);
            return value;
        });
    }
}
