package io.millrace.bench.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.run.Measurements;
import io.millrace.bench.run.Options;
import io.millrace.bench.run.Progress;
import io.millrace.launcher.local.Checkout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench overload}: offers the packaged gateway many times what it can take, and then checks what it promises: bounded
 * memory, an answer that says when to come again for what it does not take, no acknowledged event that is not in Kafka,
 * and latency as before soon afterwards.
 */
@Command(name = "overload", description = "Sends many times the load that the packaged gateway can take, then checks its promises.", mixinStandardHelpOptions = true)
public final class OverloadBench implements Callable<Integer> {
    private static final double PERCENTILE_99 = 99;
    private static final double HALF = 0.5;
    /** The limit up to which a latency counts as unchanged, wide enough for machines with other work. */
    private static final double AS_BEFORE = 2;
    private static final double FAST_MS = 20;
    /** Number of consecutive calm seconds that are not chance. */
    private static final int CALM_SECONDS = 3;

    @Mixin
    private final Progress progress = new Progress();
    @Option(names = "--seconds", defaultValue = "120", description = "Seconds of overload (${DEFAULT-VALUE}).")
    private int seconds;
    @Option(names = "--factor", defaultValue = "10", description = "Offered load, as a multiple of saturation (${DEFAULT-VALUE}).")
    private double factor;
    @Option(names = "--connections", defaultValue = "256", description = "Connections for the overload (${DEFAULT-VALUE}).")
    private int connections;
    @Option(names = "--batch", defaultValue = "500", description = "Events in a request of the overload (${DEFAULT-VALUE}).")
    private int batch;
    @Option(names = "--warm-up", defaultValue = "30", description = "Seconds of load before the overload (${DEFAULT-VALUE}).")
    private int warmUp;
    @Option(names = "--calm-seconds", defaultValue = "15", description = "Seconds at half of saturation, before and after (${DEFAULT-VALUE}).")
    private int calmSeconds;
    @Option(names = "--recovery-seconds", defaultValue = "10", description = "Seconds within which latency must be as before (${DEFAULT-VALUE}).")
    private int recoverySeconds;
    @Option(names = "--max-rss-mb", defaultValue = "300", description = "Limit of the gateway's resident memory in MB (${DEFAULT-VALUE}): the limits in its jvm.options, 184 MB, and what was observed for classes, threads and the C library.")
    private long maxRss;

    private final AtomicLong numbers = new AtomicLong();
    private final AcknowledgedEvents acked = new AcknowledgedEvents();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Options.atLeast(1, "--seconds", seconds);
        Options.atLeast(1, "--connections", connections);
        Options.atLeast(1, "--batch", batch);
        Options.atLeast(0, "--warm-up", warmUp);
        Options.atLeast(1, "--calm-seconds", calmSeconds);
        progress.say("Starting a broker, a registry and ingest-service");
        try (GatewayRig rig = GatewayRig.start(List.of(Checkout.find()), command -> command)) {
            ObjectNode result = measure(rig);
            System.out.println(result);
            return result.get("ok").asBoolean() ? 0 : 1;
        }
    }

    private ObjectNode measure(GatewayRig rig) throws IOException, InterruptedException {
        GatewayRig.Subject subject = rig.subjects().getFirst();
        Load calm = load(subject, 1, connections / 4);
        progress.say("Warming up");
        calm.run(Load.UNLIMITED, Duration.ofSeconds(warmUp / 2));
        Load heavy = load(subject, batch, connections);
        load(subject, batch, 4).run(Load.UNLIMITED, Duration.ofSeconds(warmUp / 2));
        double half = Saturation.of(calm) * HALF;
        double saturation = Saturation.of(load(subject, batch, 8));
        LoadResult before = calm.run(half, Duration.ofSeconds(calmSeconds));
        double usual = before.percentileMillis(PERCENTILE_99);
        progress.say(
                "Saturation is %.0f events/s in requests of %d; single events at half of their saturation (%.0f/s) take %.1f ms (p99)"
                        .formatted(saturation, batch, half, usual));
        progress.say("Offering " + factor + " times as much for " + seconds + " s");
        LoadResult flood = heavy.run(saturation * factor / batch, Duration.ofSeconds(seconds));
        LoadResult after = calm.run(half, Duration.ofSeconds(recoverySeconds + calmSeconds));
        int recovered = after.secondsUntilBelow(PERCENTILE_99, Math.max(FAST_MS, usual * AS_BEFORE), CALM_SECONDS);
        progress.say("p99 by second afterwards: " + after.percentileMillisBySecond(PERCENTILE_99));
        long records = acked.look(rig.bootstrapServers());
        long rss = subject.figures().peakRssMebibytes();
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.put("seconds", seconds);
        result.put("saturation_events_per_s", Math.round(saturation));
        result.put("offered_over_saturation",
                Measurements.round(flood.answered() * (double) batch / seconds / saturation));
        result.put("stored_events_per_s", Math.round(flood.storedEventsPerSecond()));
        flood.statuses().forEach((status, count) -> result.put("answers_" + status, count));
        result.put("broken_connections", flood.brokenConnections());
        result.put("without_retry_after", flood.withoutRetryAfter());
        result.put("acked_events", acked.acked());
        result.put("acked_and_lost", acked.lost());
        result.put("records_in_topic", records);
        result.put("p99_ms_before", Measurements.round(usual));
        result.put("recovered_after_s", recovered);
        result.put("peak_rss_mb", rss);
        boolean alive = subject.process().isAlive();
        result.put("ok", alive && acked.lost() == 0 && flood.withoutRetryAfter() == 0 && flood.brokenConnections() == 0
                && flood.answered() > before.answered() && onlyKnown(flood) && recovered <= recoverySeconds
                && rss <= maxRss);
        return result;
    }

    /** The responses that an overloaded gateway may give: stored, retry later, or (504) outcome unknown. */
    private static boolean onlyKnown(LoadResult flood) {
        return List.of(200, 429, 503, 504).containsAll(flood.statuses().keySet());
    }

    private Load load(GatewayRig.Subject subject, int events, int over) {
        return new Load(subject.port(), new Load.Kind(events, ""), over, numbers, acked);
    }
}
