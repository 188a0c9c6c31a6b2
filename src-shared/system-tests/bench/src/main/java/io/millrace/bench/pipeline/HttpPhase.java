package io.millrace.bench.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

import io.millrace.bench.orders.OrderEvents;
import io.millrace.bench.run.Progress;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.Percentile;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;

/**
 * From HTTP to the row: batches of {@value #BATCH} events of that moment go to ingest-service, and stream-service merges them.
 *
 * @param rate
 *            events a second; 0: as many as one client can send
 */
record HttpPhase(int rate) {
    /** The events of a request. */
    static final int BATCH = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration MEASURED = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(3);
    /** Events a second. */
    private static final int SLOW = 1_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final double MILLION = 1e6;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final int THOUSAND = 1_000;
    private static final int HALF = 50;
    private static final int NEARLY_ALL = 95;

    /** Runs the services of a checkout once; returns whether the table is right. */
    boolean run(PipelineRig rig, Checkout checkout, Figures figures, Progress progress) throws InterruptedException {
        try (Gateway gateway = rig.ingest(checkout);
                ServiceRun run = rig.stream(checkout);
                GatewayClient client = new GatewayClient(gateway.url())) {
            gateway.awaitReady();
            long warm = send(client, 0, WARM_UP);
            Reading from = run.awaitRecords(warm);
            CpuAccount gatewayFrom = gateway.cpu();
            Map<Long, Integer> before = freshness(run);
            long sent = send(client, warm, measured());
            Reading until = run.awaitRecords(sent);
            CpuAccount gatewaySpent = gateway.cpu().since(gatewayFrom);
            Interval interval = new Interval(from, until);
            double ingest = gatewaySpent.total() / MICROS_PER_MILLI * THOUSAND / interval.events();
            double stream = interval.cpuSecondsPerMillion();
            double broker = (until.brokerMicros() - from.brokerMicros()) / (double) interval.events();
            long commits = until.table().commits() - from.table().commits();
            Price price = Price.of(ingest + stream + broker, interval.events(), commits,
                    until.table().added() - from.table().added());
            figures.add("http_cpu_ms_per_1000", ingest + stream);
            figures.add("http_ingest_cpu_ms_per_1000", ingest);
            figures.add("http_stream_cpu_ms_per_1000", stream);
            figures.add("http_broker_cpu_ms_per_1000", broker);
            figures.add("http_events_per_s", interval.eventsPerSecond());
            figures.add("http_commits_per_million", commits * MILLION / interval.events());
            figures.add("http_requests_per_million", price.requests());
            figures.add("http_usd_per_million", price.dollars());
            List<Long> fresh = added(before, freshness(run));
            figures.add("http_freshness_p50_ms", Percentile.of(fresh, HALF).orElse(-1));
            figures.add("http_freshness_p95_ms", Percentile.of(fresh, NEARLY_ALL).orElse(-1));
            figures.add("http_ingest_peak_rss_mb", gateway.peakRssMebibytes());
            progress.say(String.format(Locale.ROOT,
                    "http: ingest-service %.1f, broker %.1f and stream-service %.1f ms of CPU per 1000 events at %.0f/s, "
                            + "%d commits, $%.4f per million; in the table after %d ms, 95 %% after %d ms",
                    ingest, broker, stream, interval.eventsPerSecond(), commits, price.dollars(),
                    Percentile.of(fresh, HALF).orElse(-1),
                    Percentile.of(fresh, NEARLY_ALL).orElse(-1)));
            return TableCheck.of(run.table(), sent).isExact(sent, progress);
        }
    }

    /** Long enough for some commits: the fewer events, the rarer. */
    private Duration measured() {
        return rate > 0 && rate < SLOW ? LONG : MEASURED;
    }

    /** Sends for a time at the rate, and returns the number of the next event. */
    private long send(GatewayClient client, long first, Duration length) {
        long start = System.nanoTime();
        long next = first;
        for (long request = 0; System.nanoTime() - start < length.toNanos(); request++) {
            long due = rate == 0 ? start : start + NANOS_PER_SECOND * BATCH / rate * request;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            GatewayClient.Answer answer = client.send(OrderEvents.STREAM, GatewayClient.NDJSON,
                    new String(OrderEvents.body(next, BATCH, Instant.now()), StandardCharsets.ISO_8859_1));
            if (!answer.stored()) {
                throw new IllegalStateException("The gateway answered " + answer.status());
            }
            next += BATCH;
        }
        return next;
    }

    /** The number of rows by the milliseconds that they took. */
    private static Map<Long, Integer> freshness(ServiceRun run) {
        Map<Long, Integer> counts = new TreeMap<>();
        try (TableReader reader = EventTables.read(run.table())) {
            reader.freshnessMillis().forEach(millis -> counts.merge(millis, 1, Integer::sum));
        }
        return counts;
    }

    private static List<Long> added(Map<Long, Integer> before, Map<Long, Integer> after) {
        List<Long> added = new ArrayList<>();
        after.forEach((millis, count) -> {
            for (int i = before.getOrDefault(millis, 0); i < count; i++) {
                added.add(millis);
            }
        });
        return added;
    }
}
