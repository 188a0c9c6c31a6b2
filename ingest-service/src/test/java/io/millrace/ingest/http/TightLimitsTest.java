package io.millrace.ingest.http;

import static io.millrace.ingest.testing.TestWaits.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.ingest.testing.EventMeters;
import io.millrace.ingest.testing.LogLines;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.millrace.ingest.testing.TestContracts;
import io.millrace.ingest.testing.TopicProbe;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What happens when memory or patience runs out, and at the end. */
@QuarkusTest
@TestProfile(TightLimitsTest.Tight.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TightLimitsTest {
    private static final String QUAKES = "/v1/streams/earthquake/events";
    private static final String[] WAIT = {"Prefer", "wait=10"};
    private static final long LIMIT_NANOS = 30_000_000_000L;

    public static final class Tight implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // Acknowledgements hardly ever come so soon: but for who waits, nearly everything fails.
            return Map.of("millrace.ingest.ack-timeout", "1ms", "millrace.ingest.breaker.delay", "1s",
                    "millrace.ingest.in-flight-bytes", "2K", "millrace.ingest.body-timeout", "300ms",
                    "quarkus.http.idle-timeout", "3s");
        }
    }

    @Inject
    ByteBudget budget;
    @Inject
    MeterRegistry meters;
    @Inject
    Event<ShutdownDelayInitiatedEvent> shutdown;
    private final ServiceClient caller = ServiceClient.ofService();

    @BeforeEach
    void open() throws Exception {
        ServiceReadiness.await(caller, "/v1/streams/earthquake");
    }

    @AfterEach
    void close() throws Exception {
        caller.close();
        // What Kafka was not waited for is settled soon.
        await("memory is given back").until(() -> budget.used() == 0);
        EventMeters meters = EventMeters.read();
        assertEquals(meters.received(), meters.ended());
    }

    @Test
    void bodyBeyondTheBudgetIsTurnedAway() throws Exception {
        HttpResponse<String> declared = caller.post(QUAKES, "application/json", " ".repeat(3_000));
        HttpResponse<String> chunked = caller.send(caller.request(QUAKES).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[3_000]))));
        HttpResponse<String> small = caller.post(QUAKES, "application/json", TestContracts.earthquake("t", "t@1"),
                WAIT);

        for (HttpResponse<String> refused : List.of(declared, chunked)) {
            assertEquals(503, refused.statusCode(), refused.body());
            assertEquals("overloaded", new JsonPath(refused.body()).getString("code"));
            assertEquals("not_stored", new JsonPath(refused.body()).getString("outcome"));
            assertThat(refused.headers().firstValue("Retry-After").orElseThrow(), matchesPattern("[123]"));
        }
        assertEquals(200, small.statusCode(), small.body());
        assertTrue(meters.get("millrace.ingest.retry.after.sent").tag("code", "overloaded").counter().count() >= 2);
        assertEquals(0, meters.find("millrace.ingest.retry.after.sent").tag("code", "ok").counters().size());
    }

    @Test
    void refusalsAreLoggedOncePerSecondWithTheirNumber() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String line = "A request to stream order is answered with 503: overloaded";
        int requests = 0;
        long start = System.nanoTime();
        try (LogLines lines = new LogLines()) {
            while (lines.with(line).size() < 2) {
                assertTrue(System.nanoTime() - start < LIMIT_NANOS, () -> lines.with("overloaded").toString());
                assertEquals(503, caller.post("/v1/streams/order/events", "application/json", " ".repeat(3_000),
                        "X-Correlation-ID", "refused-" + requests++, "traceparent",
                        "00-" + trace + "-b7ad6b7169203331-00").statusCode());
            }
            List<LogLines.Line> written = lines.with(line);
            assertTrue(requests > 2, "too slow to tell");
            assertThat(written.get(0).text(), containsString("correlation_id=refused-0"));
            assertThat(written.get(0).text(), not(containsString("are not logged")));
            assertThat(written.get(0).text(), containsString("trace_id=" + trace));
            assertThat(written.get(1).text(), containsString("correlation_id=refused-" + (requests - 1)));
            assertThat(written.get(1).text(), containsString(
                    "overloaded; " + (requests - 2) + " more since the last such line are not logged"));
        }
    }

    @Test
    void bodyThatDoesNotComeIsNotWaitedFor() throws Exception {
        String answer = caller.raw("POST " + QUAKES + " HTTP/1.1\nHost: x\nContent-Type: application/json\n"
                + "Content-Length: 100");

        assertThat(answer, startsWith("HTTP/1.1 408 "));
        assertThat(answer, containsString("\"body-stalled\""));
    }

    @Test
    void connectionThatSaysNoMoreInTheMiddleOfItsHeadersIsClosed() throws Exception {
        assertEquals("", caller.untilClosed("POST " + QUAKES + " HTTP/1.1\nHost: x\nX-Half"));
    }

    @Test
    void unknownAndNotStoredAreToldApartAndCountedOnce() throws Exception {
        Set<String> unknown = new HashSet<>();
        Set<String> notStored = new HashSet<>();
        try (TopicProbe kafka = new TopicProbe()) {
            long start = System.nanoTime();
            for (int i = 0; unknown.size() < 3 || notStored.size() < 3; i++) {
                String id = "impatient-" + i;
                HttpResponse<String> answer = caller.post(QUAKES, "application/json",
                        TestContracts.earthquake("i", id));
                assertTrue(System.nanoTime() - start < LIMIT_NANOS, unknown + " " + notStored);
                if (answer.statusCode() == 200) {
                    continue;
                }
                JsonPath problem = new JsonPath(answer.body());
                assertThat(answer.headers().firstValue("Retry-After").orElse(""), matchesPattern("[123]"));
                assertTrue(problem.getBoolean("retryable"));
                if (answer.statusCode() == 504) {
                    assertEquals("ack-timeout", problem.getString("code"));
                    assertEquals("unknown", problem.getString("outcome"));
                    assertEquals("unknown", problem.getString("results[0].status"));
                    unknown.add(id);
                } else {
                    assertEquals(503, answer.statusCode(), answer.body());
                    assertThat(problem.getString("code"), matchesPattern("kafka-unavailable|overloaded"));
                    assertEquals("not_stored", problem.getString("outcome"));
                    notStored.add(id);
                }
            }
            await("a caller that waits longer is answered with 200").until(() -> caller
                    .post(QUAKES, "application/json", TestContracts.earthquake("i", "impatient-end"), WAIT)
                    .statusCode() == 200);

            Set<String> log = kafka.records("earthquake").stream()
                    .map(r -> EventHeaders.text(r.headers(), EventHeaders.EVENT_ID).orElse(""))
                    .collect(Collectors.toSet());
            assertTrue(log.contains("impatient-end"));
            notStored.retainAll(log);
            assertEquals(Set.of(), notStored);
            EventMeters meters = EventMeters.read();
            assertEquals(meters.received(), meters.ended());
            assertTrue(EventMeters.ended("unknown") >= unknown.size());
            assertTrue(EventMeters.ended("not_stored") >= 3);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void whatIsAnsweredWith200WhileTheInstanceBeginsToStopIsStoredAndNothingElseIs() throws Exception {
        Set<String> stored = ConcurrentHashMap.newKeySet();
        Set<String> refused = ConcurrentHashMap.newKeySet();
        try (ExecutorService senders = Executors.newFixedThreadPool(4); TopicProbe kafka = new TopicProbe()) {
            for (int sender = 0; sender < 4; sender++) {
                String prefix = "drain-" + sender + "-";
                var unused = senders.submit(() -> {
                    for (int i = 0; refused.size() < 40; i++) {
                        String id = prefix + i;
                        int status = caller.post(QUAKES, "application/json", TestContracts.earthquake("d", id), WAIT)
                                .statusCode();
                        (status == 200 ? stored : refused).add(id);
                    }
                    return null;
                });
            }
            await("40 events are stored").until(() -> stored.size() >= 40);
            shutdown.fire(new ShutdownDelayInitiatedEvent());
            senders.shutdown();
            assertTrue(senders.awaitTermination(30, TimeUnit.SECONDS));

            Set<String> found = kafka.records("earthquake").stream()
                    .map(r -> EventHeaders.text(r.headers(), EventHeaders.EVENT_ID).orElse(""))
                    .filter(id -> id.startsWith("drain-")).collect(Collectors.toSet());
            assertEquals(stored, found);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void instanceThatStopsSendsEventsElsewhereAndIsNotReady() throws Exception {
        shutdown.fire(new ShutdownDelayInitiatedEvent());

        HttpResponse<String> answer = caller.post(QUAKES, "application/json", TestContracts.earthquake("t", "t@2"));
        try (ServiceClient health = ServiceClient.ofManagement()) {
            assertEquals(503, health.send(health.request("/health/ready")).statusCode());
        }

        assertEquals(503, answer.statusCode());
        JsonPath problem = new JsonPath(answer.body());
        assertEquals("draining", problem.getString("code"));
        assertEquals("not_stored", problem.getString("outcome"));
        assertThat(answer.headers().firstValue("Retry-After").orElseThrow(), matchesPattern("[123]"));
    }
}
