package io.millrace.ingest.http.resource;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import com.github.luben.zstd.Zstd;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.ingest.health.DependencyHealth;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.millrace.ingest.testing.TestContracts;
import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

/** Health and metrics, on their own port. */
@QuarkusTest
class ManagementTest {

    @Inject
    ContractCatalog catalog;
    @Inject
    DependencyHealth dependencies;
    @Inject
    Optional<ExemplarSampler> exemplars;

    @Test
    void probesAndDependenciesAnswerOnceContractsAreLoaded() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService(); ServiceClient health = ServiceClient.ofManagement()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake");
            ServiceReadiness.await(health, "/health/dependencies");
            for (String path : new String[]{"/health/live", "/health/ready", "/health/started"}) {
                HttpResponse<String> answer = health.send(health.request(path));
                assertEquals(200, answer.statusCode(), path);
                assertEquals("UP", new JsonPath(answer.body()).getString("status"), path);
            }
        }
    }

    @Test
    void aDependencyThatIsAwayIsNamedWithItsErrorAndTheServiceStaysReady() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService(); ServiceClient health = ServiceClient.ofManagement()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake");
            ServiceReadiness.await(health, "/health/dependencies");
            dependencies.registrySilent("no answer from http://user:password@registry:8081");
            try {
                HttpResponse<String> answer = health.send(health.request("/health/dependencies"));
                assertEquals(503, answer.statusCode());
                assertEquals("{\"status\":\"DOWN\",\"kafka\":\"UP\",\"registry\":\"DOWN\",\"registry_error\":"
                        + "\"no answer from http://registry:8081\"}", answer.body());
                assertEquals(200, health.send(health.request("/health/ready")).statusCode());
            } finally {
                dependencies.registryAnswered();
            }
            HttpResponse<String> answer = health.send(health.request("/health/dependencies"));
            assertEquals("{\"status\":\"UP\",\"kafka\":\"UP\",\"registry\":\"UP\"}", answer.body());
        }
    }

    @Test
    void metersCountEventsRequestsAndWaits() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService(); ServiceClient metrics = ServiceClient.ofManagement()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake");
            ServiceReadiness.await(metrics, "/health/dependencies");
            caller.post("/v1/streams/earthquake/events", "application/json", TestContracts.earthquake("m", "m@1"));
            caller.post("/v1/streams/earthquake/events", "application/json", "[{}, {}]");
            caller.post("/v1/streams/no-such-stream/events", "application/json", "{}");

            String text = metrics.send(metrics.request("/metrics")).body();

            for (String meter : new String[]{
                    "millrace_ingest_events_total{outcome=\"stored\",stream=\"earthquake\"}",
                    "millrace_ingest_events_total{outcome=\"refused\",stream=\"earthquake\"}",
                    "millrace_ingest_events_total{outcome=\"refused\",stream=\"(unknown)\"}",
                    "millrace_ingest_requests_total{code=\"ok\"}",
                    "millrace_ingest_requests_total{code=\"contract-violation\"}",
                    "millrace_ingest_ack_seconds_bucket{le=\"0.005\"} ",
                    "millrace_ingest_ack_seconds_count ",
                    "millrace_ingest_inflight_bytes 0.0",
                    "millrace_ingest_inflight_limit_bytes 1.2582912E7",
                    "millrace_ingest_breaker_state 0.0",
                    "millrace_ingest_validate_seconds_count ",
                    "millrace_ingest_contract_cache_streams ",
                    "millrace_ingest_contract_cache_refused_streams " + (double) catalog.refused().size(),
                    "millrace_ingest_contract_cache_refused_odcs " + (double) catalog.refusedOdcs().size(),
                    "millrace_ingest_dependency_up{dependency=\"kafka\"} 1.0",
                    "millrace_ingest_dependency_up{dependency=\"registry\"} 1.0"}) {
                assertThat(text, containsString(meter));
            }
        }
    }

    @Test
    void bytesAreCountedAsTheyCameAndContractsByWhetherTheyWereAtHand() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService(); ServiceClient metrics = ServiceClient.ofManagement()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake");
            String event = TestContracts.earthquake("m", "m@2");
            byte[] packed = Zstd.compress(event.getBytes(StandardCharsets.UTF_8));
            String before = metrics.send(metrics.request("/metrics")).body();

            caller.post("/v1/streams/earthquake/events", "application/json", event);
            caller.post("/v1/streams/earthquake/events", "application/json", packed, "Content-Encoding", "zstd");
            caller.post("/v1/streams/no-such-stream/events", "application/json", "{}");

            String after = metrics.send(metrics.request("/metrics")).body();
            assertEquals(event.length() + packed.length, value(after, "bytes_total") - value(before, "bytes_total"));
            assertEquals(2, value(after, "contract_cache_hits_total") - value(before, "contract_cache_hits_total"));
            assertEquals(1, value(after, "contract_cache_misses_total") - value(before, "contract_cache_misses_total"));
            double age = value(after, "contract_cache_age_seconds");
            assertTrue(age >= 0 && age < 60, age + " s since the registry was read");
        }
    }

    @Test
    void requestsAreTimedByMethodRouteAndStatus() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService(); ServiceClient metrics = ServiceClient.ofManagement()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake");
            String before = metrics.send(metrics.request("/metrics")).body();
            long start = System.nanoTime();

            for (int i = 0; i < 3; i++) {
                caller.post("/v1/streams/earthquake/events", "application/json",
                        TestContracts.earthquake("m", "t@" + i));
            }
            caller.post("/v1/streams/earthquake/events", "application/json", "{}");
            caller.post("/v1/streams/earthquake/events:validate", "application/json", "{}");
            caller.send(caller.request("/v1/streams/earthquake/schema"));
            caller.send(caller.request("/v1/no-such/path"));
            for (String madeUp : new String[]{"BREW", "STEEP"}) {
                caller.send(caller.request("/v1/streams/earthquake/events").method(madeUp,
                        HttpRequest.BodyPublishers.noBody()));
            }
            double seconds = (System.nanoTime() - start) / 1e9;

            String after = metrics.send(metrics.request("/metrics")).body();
            String events = "/v1/streams/{stream}/events";
            assertEquals(3, served(after, "POST", events, 200) - served(before, "POST", events, 200));
            assertEquals(1, served(after, "POST", events, 422) - served(before, "POST", events, 422));
            assertEquals(1, served(after, "POST", events + ":validate", 422)
                    - served(before, "POST", events + ":validate", 422));
            assertEquals(1, served(after, "GET", "/v1/streams/{stream}/schema", 200)
                    - served(before, "GET", "/v1/streams/{stream}/schema", 200));
            assertEquals(1, served(after, "GET", "(unknown)", 404) - served(before, "GET", "(unknown)", 404));
            assertEquals(2, served(after, "(unknown)", events, 405) - served(before, "(unknown)", events, 405));
            double took = spent(after) - spent(before);
            assertTrue(took > 0 && took < seconds, took + " s of " + seconds);
        }
    }

    @Test
    void noMeterLooksForASpan() {
        assertEquals(Optional.empty(), exemplars);
    }

    @Test
    void thePlatformTimesNoRequests() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService(); ServiceClient metrics = ServiceClient.ofManagement()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake");
            assertEquals(Set.of(), names("(?m)^# TYPE (http_server_\\w+) ",
                    metrics.send(metrics.request("/metrics")).body()));
        }
    }

    @Test
    void pageOfMetricsListsWhatIsExportedAndNothingElse() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService(); ServiceClient metrics = ServiceClient.ofManagement()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake");
            String event = TestContracts.earthquake("m", "-").replace("\"event_id\": \"-\", ", "");
            caller.post("/v1/streams/earthquake/events", "application/json", event);

            Set<String> listed = names("(?m)^\\| `(millrace_\\w+?)(?:_total)?` \\| ingest\\b",
                    Files.readString(Path.of("../src-shared/docs/metrics.md")));
            Set<String> exported = names("(?m)^# TYPE (millrace_\\w+?)(?:_max|_total)? ",
                    metrics.send(metrics.request("/metrics")).body());
            // Nothing hinders this service, so no response had a Retry-After.
            exported.add("millrace_ingest_retry_after_sent");
            // Exported after the first event that does not meet a rule, which another test may have sent.
            exported.add("millrace_rule_failures");
            assertEquals(listed, exported);
        }
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static double served(String text, String method, String route, int status) {
        Matcher line = Pattern
                .compile("(?m)^millrace_ingest_request_seconds_count" + Pattern.quote("{method=\"" + method
                        + "\",route=\"" + route + "\",status=\"" + status + "\"} ") + "(\\S+)$")
                .matcher(text);
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    private static double spent(String text) {
        return Pattern.compile("(?m)^millrace_ingest_request_seconds_sum\\{.*} (\\S+)$").matcher(text).results()
                .mapToDouble(line -> Double.parseDouble(line.group(1))).sum();
    }

    private static double value(String text, String meter) {
        Matcher line = Pattern.compile("(?m)^millrace_ingest_" + meter + " (\\S+)$").matcher(text);
        assertTrue(line.find(), meter);
        return Double.parseDouble(line.group(1));
    }
}
