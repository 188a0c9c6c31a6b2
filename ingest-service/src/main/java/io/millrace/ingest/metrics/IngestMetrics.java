package io.millrace.ingest.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.millrace.contracts.record.TraceParent;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.Slo;
import io.millrace.contracts.slo.SloCounts;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.contracts.slo.SloTargets;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * All meters of this service and their labels. The number of label values is bounded: existing streams, known codes.
 */
@Singleton
public class IngestMetrics {
    /** The status of a request without a response. */
    public static final int NO_STATUS = 0;
    /** The label of such a request, as a code and as a status. */
    private static final String DISCONNECTED = "disconnected";
    /** The label of all streams that do not exist, no legal stream name, and of all paths that are no route. */
    private static final String UNKNOWN = "(unknown)";
    private static final String STREAM = "stream";
    private static final String RULE_FAILURES = "millrace.rule.failures";

    /** What is counted of the events of a stream. */
    private enum Counted {
        RECEIVED("millrace.ingest.events.received", "Events, counted when they are received"),
        ANSWERED("millrace.ingest.events", "Events by outcome"),
        ID_GENERATED("millrace.ingest.ids.generated", "Events whose id this service generated");

        private final String meter;
        private final String description;

        Counted(String meter, String description) {
            this.meter = meter;
            this.description = description;
        }
    }

    /** A counter of events and its labels. */
    private record Labelled(Counted counted, @Nullable StreamName stream, @Nullable EventCount outcome) {
        Tags tags() {
            Tags tags = Tags.of(STREAM, stream == null ? UNKNOWN : stream.value());
            return outcome == null ? tags : tags.and("outcome", outcome.label());
        }
    }

    /** The labels of the time of requests. */
    private record Served(String method, String route, int status) {
        Tags tags() {
            return Tags.of("method", method, "route", route, "status",
                    status == NO_STATUS ? DISCONNECTED : String.valueOf(status));
        }
    }

    /** A sum, and the meter that shows it. */
    private record EventSum(LongAdder sum, Meter meter) {}

    /** The objectives of a stream that this service judges, and the meters that show them: none for a stream that is gone. */
    private record StreamObjectives(SloCounts availability, SloCounts latency, List<Meter> meters) {}

    private final MeterRegistry registry;
    private final Map<StreamName, StreamObjectives> objectives = new ConcurrentHashMap<>();
    private volatile Function<StreamName, SloTargets> targets = stream -> SloDefaults.bundled().targets();
    private volatile Predicate<StreamName> active = stream -> true;
    private final Map<Labelled, EventSum> counters = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<Served, TimeSum> served = new ConcurrentHashMap<>();
    private final Map<String, Counter> retries = new ConcurrentHashMap<>();
    private final TimeHistogram acknowledgements;
    private final DistributionSummary ratios;
    private final Counter producers;
    private final LongAdder bytes;
    private final TimeSum validations;
    private final LongAdder hits;
    private final LongAdder misses;

    /**
     * @param registry
     *            of all meters
     * @param prometheus
     *            the part of it that is exported
     */
    IngestMetrics(MeterRegistry registry, PrometheusMeterRegistry prometheus) {
        this.registry = registry;
        this.bytes = counter("millrace.ingest.bytes", "Bytes of request bodies before decoding", Tags.empty());
        this.validations = timer("millrace.ingest.validate", "Validation time of a request", Tags.empty());
        this.hits = counter("millrace.ingest.contract.cache.hits", "Requests for a stream in the cache",
                Tags.empty());
        this.misses = counter("millrace.ingest.contract.cache.misses",
                "Requests for a stream that was looked up in the registry", Tags.empty());
        this.ratios = DistributionSummary.builder("millrace.ingest.decompress.ratio")
                .description("Decoded bytes per encoded byte of a body").register(registry);
        this.producers = Counter.builder("millrace.ingest.producer.restarts")
                .description("Kafka producers replaced after a fatal error or the deletion of a stream")
                .register(registry);
        this.acknowledgements = new TimeHistogram("millrace_ingest_ack_seconds",
                "From the first send of a request to its last acknowledgement or timeout",
                LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000).mapToObj(Duration::ofMillis).toList());
        acknowledgements.register(prometheus.getPrometheusRegistry());
    }

    /**
     * Counts events as they are received: {@code millrace_ingest_events_received_total{stream}}. Each is counted by
     * {@link #events} when its request is answered, too: received minus the sum of those is what is in flight.
     */
    public void received(@Nullable StreamName stream, int events) {
        if (events > 0) {
            count(new Labelled(Counted.RECEIVED, stream, null), events);
        }
    }

    /** Counts events of a request that is refused before they were counted one by one. */
    public void refused(@Nullable StreamName stream, EventCount outcome, int events) {
        received(stream, events);
        events(stream, outcome, events);
        if (stream != null) {
            judged(stream, outcome.isFailure());
        }
    }

    /**
     * Judges the availability for a request: one, whatever the number of its events, because a request that is refused before
     * it is read has no number.
     *
     * @param failed
     *            whether an event of it failed for a reason that is not the caller's
     */
    public void judged(StreamName stream, boolean failed) {
        objectives(stream).availability().count(1, failed ? 1 : 0);
    }

    /** Counts events: {@code millrace_ingest_events_total{stream,outcome}}. */
    public void events(@Nullable StreamName stream, EventCount outcome, int events) {
        if (events > 0) {
            count(new Labelled(Counted.ANSWERED, stream, outcome), events);
        }
    }

    /** Judges the latency of a request with stored events, from its head to the end of its work. */
    public void answered(StreamName stream, Duration took) {
        objectives(stream).latency().judge(SloDefaults.seconds(took));
    }

    /** Sets where the targets of a stream come from. Without it they are the defaults. */
    public void targetsFrom(Function<StreamName, SloTargets> source) {
        targets = source;
    }

    /** Sets which streams have series. Without it all have. */
    public void streamsFrom(Predicate<StreamName> isActive) {
        active = isActive;
    }

    /**
     * Removes the series of every stream that is not active. A request in flight makes none again; what a stream counts after it
     * was created again begins at 0.
     */
    public void forgetStreamsThatAreGone() {
        // The meter goes while the key is locked, so that none that was made at the same time is removed in its place.
        counters.keySet().forEach(labelled -> counters.computeIfPresent(labelled, (key, known) -> {
            if (hasSeries(key.stream())) {
                return known;
            }
            registry.remove(known.meter());
            return null;
        }));
        objectives.keySet().forEach(stream -> objectives.computeIfPresent(stream, (key, known) -> {
            if (hasSeries(key)) {
                return known;
            }
            known.meters().forEach(registry::remove);
            return null;
        }));
        registry.find(RULE_FAILURES).meters().stream()
                .filter(meter -> !hasSeries(new StreamName(Objects.requireNonNull(meter.getId().getTag(STREAM)))))
                .forEach(registry::remove);
    }

    private boolean hasSeries(@Nullable StreamName stream) {
        return stream == null || active.test(stream);
    }

    private StreamObjectives objectives(StreamName stream) {
        StreamObjectives known = objectives.get(stream);
        if (known != null) {
            return known;
        }
        StreamObjectives watched = objectives.computeIfAbsent(stream,
                name -> hasSeries(name) ? watched(name) : null);
        return watched == null ? unwatched(stream) : watched;
    }

    private StreamObjectives unwatched(StreamName stream) {
        return new StreamObjectives(new SloCounts(Slo.AVAILABILITY, () -> targets.apply(stream)),
                new SloCounts(Slo.LATENCY, () -> targets.apply(stream)), List.of());
    }

    private StreamObjectives watched(StreamName stream) {
        StreamObjectives counts = unwatched(stream);
        return new StreamObjectives(counts.availability(), counts.latency(),
                Stream.of(counts.availability(), counts.latency()).flatMap(judged -> meters(stream, judged)).toList());
    }

    /**
     * Shows an objective: {@code millrace_slo_judged_total}, {@code millrace_slo_missed_total}, {@code
     * millrace_slo_objective}, {@code millrace_slo_threshold} and {@code millrace_slo_source}, all {@code {stream,slo}}.
     */
    private Stream<Meter> meters(StreamName stream, SloCounts counts) {
        Tags tags = Tags.of(STREAM, stream.value(), "slo", counts.slo().label());
        return Stream.of(
                FunctionCounter.builder("millrace.slo.judged", counts, SloCounts::judged)
                        .description("What was judged by a service level objective").tags(tags).register(registry),
                FunctionCounter.builder("millrace.slo.missed", counts, SloCounts::missed)
                        .description("What missed the objective").tags(tags).register(registry),
                Gauge.builder("millrace.slo.objective", counts, judged -> judged.target().objective())
                        .description("The wanted share of what does not miss it").tags(tags).register(registry),
                Gauge.builder("millrace.slo.threshold", counts, judged -> judged.target().threshold())
                        .description("The limit beyond which it is missed: seconds or a number").tags(tags)
                        .register(registry),
                Gauge.builder("millrace.slo.source", counts, SloCounts::source)
                        .description("Where the target comes from: 0 defaults, 1 Open Data Contract, 2 contract")
                        .tags(tags).register(registry));
    }

    /** Counts events whose id this service generated: {@code millrace_ingest_ids_generated_total{stream}}. */
    public void idsGenerated(@Nullable StreamName stream, int events) {
        if (events > 0) {
            count(new Labelled(Counted.ID_GENERATED, stream, null), events);
        }
    }

    /** Counts events that do not meet a quality rule: {@code millrace_rule_failures_total{stream,rule,on_failure}}. */
    public void ruleFailed(StreamName stream, String rule, String onFailure, int events) {
        registry.counter(RULE_FAILURES, STREAM, stream.value(), "rule", rule, "on_failure", onFailure)
                .increment(events);
    }

    /** Records how many times larger a body became: {@code millrace_ingest_decompress_ratio}. */
    public void decompressed(long packedBytes, long bytes) {
        if (packedBytes > 0) {
            ratios.record((double) bytes / packedBytes);
        }
    }

    private void count(Labelled labelled, int events) {
        EventSum known = counters.computeIfAbsent(labelled,
                one -> hasSeries(one.stream())
                        ? sum(one.counted().meter, one.counted().description, one.tags())
                        : null);
        if (known != null) { // Else the stream was deleted while the request was in flight.
            known.sum().add(events);
        }
    }

    private LongAdder counter(String name, String description, Tags tags) {
        return sum(name, description, tags).sum();
    }

    /** Registers a counter that is only read when the metrics are: one of the registry costs a multiple per increment. */
    private EventSum sum(String name, String description, Tags tags) {
        LongAdder sum = new LongAdder();
        return new EventSum(sum, FunctionCounter.builder(name, sum, LongAdder::sum).description(description).tags(tags)
                .register(registry));
    }

    private TimeSum timer(String name, String description, Tags tags) {
        TimeSum sum = new TimeSum();
        FunctionTimer.builder(name, sum, TimeSum::count, TimeSum::nanos, TimeUnit.NANOSECONDS)
                .description(description).tags(tags).register(registry);
        return sum;
    }

    /**
     * Counts a request with a response: {@code millrace_ingest_requests_total{code}}.
     *
     * @param code
     *            a problem code, or "ok"
     */
    public void request(String code) {
        requests.computeIfAbsent(code,
                one -> counter("millrace.ingest.requests", "Requests by the code of their response",
                        Tags.of("code", one)))
                .increment();
    }

    /** Counts a request whose client had gone before it had a response. */
    public void disconnected() {
        request(DISCONNECTED);
    }

    /**
     * Times a request: {@code millrace_ingest_request_seconds{method,route,status}}.
     *
     * @param method
     *            one of a closed list
     * @param route
     *            the template of its path; empty when there is none
     * @param status
     *            of its response, or {@link #NO_STATUS}
     */
    public void served(String method, String route, int status, long nanos) {
        served.computeIfAbsent(new Served(method, route.isEmpty() ? UNKNOWN : route, status),
                one -> timer("millrace.ingest.request",
                        "From the head of a request to the end of its response", one.tags()))
                .add(nanos);
    }

    /**
     * Counts an answer with Retry-After: {@code millrace_ingest_retry_after_sent_total{code}}.
     *
     * @param code
     *            a problem code
     */
    public void retryAfterSent(String code) {
        retries.computeIfAbsent(code, one -> registry.counter("millrace.ingest.retry.after.sent", "code", one))
                .increment();
    }

    /** Counts bytes of a body, as they came over the wire: {@code millrace_ingest_bytes_total}. */
    public void bytes(long wire) {
        bytes.add(wire);
    }

    /** Times unpacking and judging the events of a request: {@code millrace_ingest_validate_seconds}. */
    public void validated(Duration judging) {
        validations.add(judging.toNanos());
    }

    /**
     * Counts a look-up of a contract: {@code millrace_ingest_contract_cache_hits_total}, {@code
     * millrace_ingest_contract_cache_misses_total}.
     */
    public void contractLookedUp(boolean known) {
        (known ? hits : misses).increment();
    }

    /**
     * Shows the contracts at hand: {@code millrace_ingest_contract_cache_streams}, {@code
     * millrace_ingest_contract_cache_refused_streams} and {@code millrace_ingest_contract_cache_age_seconds}.
     *
     * @param ageSeconds
     *            since the registry was last read; NaN before it was
     */
    public void watchContracts(IntSupplier streams, IntSupplier refused, IntSupplier refusedOdcs,
            DoubleSupplier ageSeconds) {
        Gauge.builder("millrace.ingest.contract.cache.streams", streams, IntSupplier::getAsInt)
                .description("Streams in the cache").strongReference(true).register(registry);
        Gauge.builder("millrace.ingest.contract.cache.refused.streams", refused, IntSupplier::getAsInt)
                .description("Streams with a version in the registry that is not valid")
                .strongReference(true).register(registry);
        Gauge.builder("millrace.ingest.contract.cache.refused.odcs", refusedOdcs, IntSupplier::getAsInt)
                .description("Streams whose Open Data Contract in the registry cannot be used")
                .strongReference(true).register(registry);
        Gauge.builder("millrace.ingest.contract.cache.age", ageSeconds, DoubleSupplier::getAsDouble)
                .baseUnit("seconds").description("Time since the registry was last read").strongReference(true)
                .register(registry);
    }

    /**
     * Times a request's wait for Kafka: {@code millrace_ingest_ack_seconds}. A sampled trace is an exemplar of it.
     *
     * @param traceparent
     *            of its records; null when they have none
     */
    public void acknowledged(Duration wait, @Nullable String traceparent) {
        acknowledgements.add(wait.toNanos(), traceparent == null || !TraceParent.isSampled(traceparent)
                ? null
                : TraceParent.traceId(traceparent));
    }

    /** Counts a producer that took the place of another: {@code millrace_ingest_producer_restarts_total}. */
    public void producerReplaced() {
        producers.increment();
    }

    /**
     * Shows the bytes in flight: {@code millrace_ingest_inflight_bytes} of {@code
     * millrace_ingest_inflight_limit_bytes}.
     */
    public void watchBudget(LongSupplier used, long limit) {
        Gauge.builder("millrace.ingest.inflight.bytes", used, LongSupplier::getAsLong)
                .description("Bytes of request bodies in flight")
                .strongReference(true).register(registry);
        Gauge.builder("millrace.ingest.inflight.limit.bytes", () -> limit)
                .description("Limit of the bytes of request bodies in flight").strongReference(true).register(registry);
    }

    /** Shows the circuit breaker: {@code millrace_ingest_breaker_state}. */
    public void watchBreaker(IntSupplier level) {
        Gauge.builder("millrace.ingest.breaker.state", level, IntSupplier::getAsInt)
                .description("0 closed, 1 half-open, 2 open").strongReference(true).register(registry);
    }

    /** Shows whether a service this one needs answers: {@code millrace_ingest_dependency_up{dependency}}. */
    public void watchDependency(String dependency, IntSupplier up) {
        Gauge.builder("millrace.ingest.dependency.up", up, IntSupplier::getAsInt)
                .description("1 if the last request to the dependency succeeded").tag("dependency", dependency)
                .strongReference(true).register(registry);
    }

    /** Shows a background task: {@code millrace_task_failing{task}} and {@code millrace_task_failures_total{task}}. */
    public void watch(SupervisedTask task) {
        FunctionCounter.builder("millrace.task.failures", task, SupervisedTask::failures)
                .description("Failed runs of a background task").tag("task", task.name()).register(registry);
        Gauge.builder("millrace.task.failing", task, watched -> watched.state() instanceof TaskState.Running ? 0 : 1)
                .description("1 while a background task fails").tag("task", task.name()).register(registry);
    }
}
