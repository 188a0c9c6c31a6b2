package io.millrace.bench.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
 * From HTTP to the row: batches of {@value #BATCH} events go to ingest-service at a steady rate, and stream-service merges them.
 *
 * @param rate
 *            events a second
 */
record HttpPhase(int rate) {
    /** The events of a request. */
    static final int BATCH = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration MEASURED = Duration.ofSeconds(30);
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
            long sent = send(client, warm, MEASURED);
            Reading until = run.awaitRecords(sent);
            CpuAccount gatewaySpent = gateway.cpu().since(gatewayFrom);
            Interval interval = new Interval(from, until);
            double ingest = gatewaySpent.total() / MICROS_PER_MILLI * THOUSAND / interval.events();
            double stream = interval.cpuSecondsPerMillion();
            figures.add("http_cpu_ms_per_1000", ingest + stream);
            figures.add("http_ingest_cpu_ms_per_1000", ingest);
            figures.add("http_stream_cpu_ms_per_1000", stream);
            List<Long> fresh = added(before, freshness(run));
            figures.add("http_freshness_p50_ms", Percentile.of(fresh, HALF).orElse(-1));
            figures.add("http_freshness_p95_ms", Percentile.of(fresh, NEARLY_ALL).orElse(-1));
            figures.add("http_ingest_peak_rss_mb", gateway.peakRssMebibytes());
            progress.say(String.format(Locale.ROOT,
                    "http: ingest-service %.1f and stream-service %.1f ms of CPU per 1000 events at %d/s; "
                            + "in the table after %d ms, 95 %% after %d ms",
                    ingest, stream, rate, Percentile.of(fresh, HALF).orElse(-1),
                    Percentile.of(fresh, NEARLY_ALL).orElse(-1)));
            return TableCheck.of(run.table(), sent).isExact(sent, progress);
        }
    }

    /** Sends for a time at the rate, and returns the number of the next event. */
    private long send(GatewayClient client, long first, Duration length) {
        long start = System.nanoTime();
        long requests = length.toSeconds() * rate / BATCH;
        long next = first;
        for (long request = 0; request < requests; request++) {
            long due = start + length.toNanos() / requests * request;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            GatewayClient.Answer answer = client.send(OrderEvents.STREAM, GatewayClient.NDJSON,
                    new String(OrderEvents.body(next, BATCH), StandardCharsets.ISO_8859_1));
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
