package io.millrace.ingest.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.millrace.contracts.schema.StreamName;
import org.junit.jupiter.api.Test;

class IngestMetricsTest {
    private static final StreamName STREAM = new StreamName("s");
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final IngestMetrics metrics = new IngestMetrics(registry, prometheus);

    @Test
    void anOutageCostsAsMuchAvailabilityAsTheRequestsThatFailedBeforeTheyWereRead() {
        for (int request = 0; request < 60; request++) {
            metrics.events(STREAM, EventCount.STORED, 500);
            metrics.judged(STREAM, false);
        }
        for (int request = 0; request < 60; request++) {
            metrics.refused(STREAM, EventCount.NOT_STORED, 1);
        }

        assertEquals(120, counted("judged"));
        assertEquals(60, counted("missed"));
    }

    @Test
    void whatTheCallerDidWrongIsNoFailure() {
        metrics.refused(STREAM, EventCount.REFUSED, 3);
        metrics.refused(null, EventCount.REFUSED, 1);

        assertEquals(1, counted("judged"));
        assertEquals(0, counted("missed"));
    }

    @Test
    void theTraceOfASampledRequestIsAnExemplarOfItsWait() {
        metrics.acknowledged(Duration.ofMillis(3), "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01");
        metrics.acknowledged(Duration.ofMillis(30), "00-" + "c".repeat(32) + "-" + "d".repeat(16) + "-00");
        metrics.acknowledged(Duration.ofMillis(300), null);

        String page = prometheus.scrape(OPEN_METRICS);
        assertTrue(page.contains("millrace_ingest_ack_seconds_bucket{le=\"0.005\"} 1.0 # {trace_id=\"" + "a".repeat(32)
                + "\"} 0.003"), page);
        assertEquals(1, page.lines().filter(line -> line.contains("trace_id")).count(), page);
    }

    @Test
    void aRequestIsTimedByItsLabels() {
        metrics.served("POST", "/v1/streams/{stream}/events", 200, 3_000_000);
        metrics.served("POST", "/v1/streams/{stream}/events", 200, 4_000_000);
        metrics.served("POST", "/v1/streams/{stream}/events", 422, 1_000_000);

        FunctionTimer stored = served("/v1/streams/{stream}/events", "200");
        assertEquals(2, stored.count());
        assertEquals(7, stored.totalTime(TimeUnit.MILLISECONDS));
        assertEquals(1, served("/v1/streams/{stream}/events", "422").count());
    }

    @Test
    void aRequestWithoutRouteOrResponseHasLabelsOfItsOwn() {
        metrics.served("GET", "", 404, 1);
        metrics.served("GET", "/v1/streams", IngestMetrics.NO_STATUS, 1);
        metrics.disconnected();

        assertEquals(1, served("(unknown)", "404").count());
        assertEquals(1, served("/v1/streams", "disconnected").count());
        assertEquals(1, registry.get("millrace.ingest.requests").tag("code", "disconnected").functionCounter().count());
    }

    @Test
    void aStreamThatIsGoneHasNoSeriesAndBeginsAtZeroWhenItIsCreatedAgain() {
        StreamName doomed = new StreamName("doomed");
        Set<StreamName> active = new HashSet<>(Set.of(STREAM, doomed));
        metrics.streamsFrom(active::contains);
        useAllSeries(STREAM);
        int ofOne = series(STREAM);
        useAllSeries(doomed);
        assertEquals(ofOne, series(doomed));

        metrics.forgetStreamsThatAreGone();
        assertEquals(ofOne, series(doomed));

        active.remove(doomed);
        metrics.forgetStreamsThatAreGone();
        assertEquals(0, series(doomed));
        assertEquals(ofOne, series(STREAM));

        // A request that was in flight.
        metrics.events(doomed, EventCount.STORED, 1);
        metrics.judged(doomed, false);
        metrics.answered(doomed, Duration.ofMillis(1));
        assertEquals(0, series(doomed));
        metrics.ruleFailed(doomed, "r", "refuse", 1);
        metrics.forgetStreamsThatAreGone();
        assertEquals(0, series(doomed));

        active.add(doomed);
        metrics.refused(doomed, EventCount.REFUSED, 3);
        assertEquals(3, registry.get("millrace.ingest.events.received").tag("stream", "doomed").functionCounter()
                .count());
        assertEquals(1, registry.get("millrace.slo.judged").tag("stream", "doomed").tag("slo", "availability")
                .functionCounter().count());
    }

    @Test
    void theSeriesOfEventsWithoutAStreamStay() {
        metrics.streamsFrom(stream -> false);
        metrics.refused(null, EventCount.REFUSED, 2);

        metrics.forgetStreamsThatAreGone();

        assertEquals(2, registry.get("millrace.ingest.events").tag("stream", "(unknown)").functionCounter().count());
    }

    private void useAllSeries(StreamName stream) {
        metrics.received(stream, 1);
        metrics.events(stream, EventCount.STORED, 1);
        metrics.idsGenerated(stream, 1);
        metrics.judged(stream, false);
        metrics.answered(stream, Duration.ofMillis(1));
        metrics.ruleFailed(stream, "r", "refuse", 1);
    }

    private int series(StreamName stream) {
        return (int) registry.getMeters().stream()
                .filter(meter -> stream.value().equals(meter.getId().getTag("stream"))).count();
    }

    private FunctionTimer served(String route, String status) {
        return registry.get("millrace.ingest.request").tag("route", route).tag("status", status).functionTimer();
    }

    private double counted(String what) {
        return registry.get("millrace.slo." + what).tag("slo", "availability").functionCounter().count();
    }
}
