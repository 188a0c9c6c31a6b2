package io.millrace.bench.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.run.Measurements;
import io.millrace.bench.run.Options;
import io.millrace.bench.run.Progress;
import io.millrace.launcher.local.Checkout;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench ingest}: CPU time of an event in the packaged gateway, compared with a Kafka client alone. */
@Command(name = "ingest", description = "Measures CPU time per event of the packaged gateway, its latency and its memory, against a Kafka client and a bare endpoint.", mixinStandardHelpOptions = true)
public final class IngestBench implements Callable<Integer> {
    private static final String SINGLE = "single";
    private static final String BATCH = "batch";
    private static final String MINIMAL = "batch_minimal";
    private static final List<String> KINDS = List.of(SINGLE, BATCH, MINIMAL);
    /** Single events at the low rate, and their median latency in ms. */
    private static final String LOW = "single_at_low_rate";
    private static final String LOW_P50 = "single_at_low_rate_p50_ms";
    private static final double PERCENTILE_50 = 50;
    private static final double PERCENTILE_99 = 99;
    private static final int HALF = 2;
    private static final Duration STEP = Duration.ofSeconds(5);
    /** Seconds of warming up, however quiet the compilers are. */
    private static final int LEAST = 15;
    /** Of the CPU time of the process. */
    private static final double QUIET = 0.03;
    private static final int PRODUCER_RECORDS = 50_000;

    @Mixin
    private final Progress progress = new Progress();
    @Option(names = "--connections", defaultValue = "64", description = "Connections for single events (${DEFAULT-VALUE}).")
    private int connections;
    @Option(names = "--batch-connections", defaultValue = "4", description = "Connections for batches (${DEFAULT-VALUE}).")
    private int batchConnections;
    @Option(names = "--kinds", split = ",", defaultValue = "single,batch,batch_minimal", description = "Kinds of load, separated by commas (${DEFAULT-VALUE}).")
    private List<String> measured = List.of();
    @Option(names = "--batch", defaultValue = "500", description = "Events in a batch (${DEFAULT-VALUE}).")
    private int batch;
    @Option(names = "--warm-up", defaultValue = "60", description = "Most seconds of load of each kind before the measurement; it ends earlier when the JIT compilers are idle (${DEFAULT-VALUE}).")
    private int warmUp;
    @Option(names = "--seconds", defaultValue = "10", description = "Seconds of a measured round (${DEFAULT-VALUE}).")
    private int seconds;
    @Option(names = "--rounds", defaultValue = "3", description = "Rounds; the median counts (${DEFAULT-VALUE}).")
    private int rounds;
    @Option(names = "--latency-seconds", defaultValue = "30", description = "Seconds at half of saturation; 0 for none (${DEFAULT-VALUE}).")
    private int latencySeconds;
    @Option(names = "--low-rate", defaultValue = "1500", description = "Events per second of the measurement at low load; 0 for none (${DEFAULT-VALUE}).")
    private int lowRate;
    @Option(names = "--against", description = "Another built checkout; its gateway and this one are measured by turns.")
    private @Nullable Path against;
    @Option(names = "--jvm-option", description = "Additional JVM option of the gateways.")
    private List<String> jvmOptions = List.of();

    private final AtomicLong numbers = new AtomicLong();

    /** The figures of one gateway by their name in the result; microseconds of CPU per event. */
    private static final class Costs {
        final Map<String, List<Double>> byKind = new LinkedHashMap<>();

        void add(String kind, double cost) {
            byKind.computeIfAbsent(kind, none -> new ArrayList<>()).add(cost);
        }

        double median(String kind) {
            return Measurements.median(byKind.getOrDefault(kind, List.of()));
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Options.require(KINDS.containsAll(measured) && !measured.isEmpty(),
                "--kinds must be some of " + String.join(", ", KINDS) + ", not " + String.join(",", measured) + ".");
        Options.atLeast(1, "--connections", connections);
        Options.atLeast(1, "--batch-connections", batchConnections);
        Options.atLeast(1, "--batch", batch);
        Options.atLeast(0, "--warm-up", warmUp);
        Options.atLeast(1, "--seconds", seconds);
        Options.atLeast(1, "--rounds", rounds);
        Options.atLeast(0, "--latency-seconds", latencySeconds);
        Options.atLeast(0, "--low-rate", lowRate);
        List<Checkout> checkouts = new ArrayList<>(List.of(Checkout.find()));
        if (against != null) {
            checkouts.add(new Checkout(against));
        }
        progress.say("Starting a broker, a registry and ingest-service");
        try (GatewayRig rig = GatewayRig.start(checkouts, command -> {
            var changed = command;
            for (String option : jvmOptions) {
                changed = changed.option(option);
            }
            return changed;
        })) {
            System.out.println(measure(rig));
        }
        return 0;
    }

    /** The result of all rounds. */
    private static final class Rounds {
        final Map<String, List<Double>> rates = new LinkedHashMap<>();
        final List<Double> compilers = new ArrayList<>();
        final List<Double> producers = new ArrayList<>();
        final List<Double> bareEndpoints = new ArrayList<>();
        final List<Double> bareAtLowRate = new ArrayList<>();
        long failed;
    }

    private ObjectNode measure(GatewayRig rig) throws IOException, InterruptedException {
        Map<String, Load.Kind> kinds = new LinkedHashMap<>();
        kinds.put(SINGLE, Load.Kind.SINGLE);
        kinds.put(BATCH, new Load.Kind(batch, ""));
        kinds.put(MINIMAL, new Load.Kind(batch, "Prefer: return=minimal\r\n"));
        kinds.keySet().retainAll(measured);
        List<GatewayRig.Subject> subjects = rig.subjects();
        for (GatewayRig.Subject subject : subjects) {
            for (var kind : kinds.entrySet()) {
                progress.say("Warming up with " + kind.getKey());
                warmUp(subject, kind.getValue());
            }
        }
        List<Costs> costs = subjects.stream().map(subject -> new Costs()).toList();
        Rounds all = new Rounds();
        GatewayRig.@Nullable Subject floor = kinds.containsKey(SINGLE) ? rig.bareEndpoint() : null;
        if (floor != null) {
            progress.say("Warming up an HTTP endpoint that only sends to Kafka");
            warmUp(floor, Load.Kind.SINGLE);
        }
        for (int round = 0; round < rounds; round++) {
            for (var kind : kinds.entrySet()) {
                for (int i = 0; i < subjects.size(); i++) {
                    Costs own = costs.get(i);
                    LoadResult load = measured(subjects.get(i), kind.getKey() + (i == 0 ? "" : " (against)"),
                            kind.getValue(), Load.UNLIMITED, all, cost -> own.add(kind.getKey(), cost));
                    if (i == 0) {
                        all.rates.computeIfAbsent(kind.getKey(), none -> new ArrayList<>())
                                .add(load.storedEventsPerSecond());
                    }
                }
            }
            if (floor != null) {
                measured(floor, "bare endpoint", Load.Kind.SINGLE, Load.UNLIMITED, all, all.bareEndpoints::add);
            }
            if (floor != null && lowRate > 0) {
                for (int i = 0; i < subjects.size(); i++) {
                    Costs own = costs.get(i);
                    LoadResult load = measured(subjects.get(i), LOW + (i == 0 ? "" : " (against)"), Load.Kind.SINGLE,
                            lowRate, all, cost -> own.add(LOW, cost));
                    own.add(LOW_P50, load.percentileMillis(PERCENTILE_50));
                }
                measured(floor, "bare endpoint at the low rate", Load.Kind.SINGLE, lowRate, all,
                        all.bareAtLowRate::add);
            }
            if (kinds.containsKey(BATCH)) {
                all.producers.add(producer(rig, round));
            }
        }
        ObjectNode result = new ObjectMapper().createObjectNode();
        report(result, kinds.keySet(), costs.getFirst(), all);
        if (latencySeconds > 0) {
            all.failed += latency(subjects.getFirst(), result);
        }
        all.rates.forEach((kind, perSecond) -> result.put(kind.equals(SINGLE) ? "events_per_s" : kind + "_events_per_s",
                Math.round(Measurements.median(perSecond))));
        result.put("peak_rss_mb", subjects.getFirst().figures().peakRssMebibytes());
        result.put("compiler_share", Measurements.round(Measurements.median(all.compilers)));
        result.put("connections", connections);
        result.put("failed_requests", all.failed);
        if (subjects.size() > 1) {
            for (String kind : kinds.keySet()) {
                result.put("against_" + kind + "_us_cpu_per_event", Measurements.round(costs.getLast().median(kind)));
                result.put(kind + "_over_against",
                        Measurements.round(costs.getFirst().median(kind) / costs.getLast().median(kind)));
            }
            if (!all.bareAtLowRate.isEmpty()) {
                result.put("against_" + LOW + "_us_cpu_per_event", Measurements.round(costs.getLast().median(LOW)));
                result.put("against_" + LOW_P50, Measurements.round(costs.getLast().median(LOW_P50)));
            }
        }
        return result;
    }

    private static void report(ObjectNode result, Set<String> kinds, Costs costs, Rounds all) {
        for (String kind : kinds) {
            result.put(kind + "_us_cpu_per_event", Measurements.round(costs.median(kind)));
        }
        if (kinds.contains(SINGLE)) {
            double floor = Measurements.median(all.bareEndpoints);
            result.put("bare_endpoint_us_cpu_per_event", Measurements.round(floor));
            result.put("single_over_bare_endpoint", Measurements.round(costs.median(SINGLE) / floor));
            if (!all.bareAtLowRate.isEmpty()) {
                result.put(LOW + "_us_cpu_per_event", Measurements.round(costs.median(LOW)));
                result.put(LOW_P50, Measurements.round(costs.median(LOW_P50)));
                result.put("bare_endpoint_at_low_rate_us_cpu_per_event",
                        Measurements.round(Measurements.median(all.bareAtLowRate)));
            }
        }
        if (kinds.contains(BATCH)) {
            result.put("producer_us_cpu_per_event", Measurements.round(Measurements.median(all.producers)));
            result.put("floor_ratio", Measurements.round(costs.median(BATCH) / Measurements.median(all.producers)));
        }
    }

    private void warmUp(GatewayRig.Subject subject, Load.Kind kind) throws IOException, InterruptedException {
        CpuTime spent = new CpuTime(0, 0);
        for (int i = 0; i < warmUp && (i < LEAST || spent.compilerShare() > QUIET); i += STEP.toSeconds()) {
            CpuTime before = CpuTime.by(subject);
            load(subject, kind).run(Load.UNLIMITED, STEP);
            spent = CpuTime.by(subject).since(before);
        }
    }

    private LoadResult measured(GatewayRig.Subject subject, String name, Load.Kind kind, double rate, Rounds all,
            DoubleConsumer costs)
            throws IOException, InterruptedException {
        CpuTime before = CpuTime.by(subject);
        LoadResult load = load(subject, kind).run(rate, Duration.ofSeconds(seconds));
        CpuTime spent = CpuTime.by(subject).since(before);
        double cost = spent.perEvent(load);
        costs.accept(cost);
        all.compilers.add(spent.compilerShare());
        all.failed += load.failed();
        progress.say(
                "%s: %.2f us of CPU per event, %.2f without the compilers, %.0f events/s, answers %s%s".formatted(name,
                        cost, cost * (1 - spent.compilerShare()), load.storedEventsPerSecond(), load.statuses(),
                        load.brokenConnections() == 0 ? "" : ", broken " + load.breaks()));
        return load;
    }

    /** Looks for saturation, then measures at half of it. Tells how many requests failed. */
    private long latency(GatewayRig.Subject subject, ObjectNode result) throws IOException, InterruptedException {
        double saturation = Saturation.of(load(subject, Load.Kind.SINGLE));
        progress.say("Saturation is %.0f events/s; measuring latency at half of it for %d s".formatted(saturation,
                latencySeconds));
        long before = subject.figures().cpuMicros();
        LoadResult half = load(subject, Load.Kind.SINGLE).run(saturation / HALF, Duration.ofSeconds(latencySeconds));
        result.put("saturation_events_per_s", Math.round(saturation));
        result.put("p50_ms", Measurements.round(half.percentileMillis(PERCENTILE_50)));
        result.put("p99_ms", Measurements.round(half.percentileMillis(PERCENTILE_99)));
        result.put("single_at_half_us_cpu_per_event",
                Measurements.round((subject.figures().cpuMicros() - before) / (double) half.storedEvents()));
        return half.failed();
    }

    private Load load(GatewayRig.Subject subject, Load.Kind kind) {
        return new Load(subject.port(), kind, kind.events() == 1 ? connections : batchConnections, numbers,
                Load.Acknowledged.NOT_KEPT);
    }

    private double producer(GatewayRig rig, int round) throws IOException, InterruptedException {
        double cost = Double.parseDouble(ChildJvm.run(List.of("-Xmx512m", "-XX:+UseSerialGC"), "measure-producer",
                "--bootstrap-servers", rig.bootstrapServers(), "--records", "" + PRODUCER_RECORDS, "--seconds",
                "" + seconds, "--topic", "bare-producer-" + round));
        progress.say("producer: %.2f us of CPU per event".formatted(cost));
        return cost;
    }
}
