package io.millrace.ingest.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.millrace.contracts.EventHeaders;
import io.millrace.ingest.Fixtures;
import io.millrace.ingest.TopicProbe;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

/** A service that does not wait for Kafka, so that nearly everything fails: what it says of that is true, and is counted. */
@QuarkusTest
@TestProfile(ImpatientTest.Impatient.class)
class ImpatientTest {
    private static final String QUAKES = "/v1/streams/earthquake/events";
    private static final String JSON = "application/json";
    private static final long LIMIT_NANOS = 30_000_000_000L;

    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // Less than the producer's linger: no acknowledgement comes in time.
            return Map.of("millrace.ingest.ack-timeout", "1ms", "millrace.ingest.breaker.delay", "100ms");
        }
    }

    @Test
    void unknownAndNotStoredAreToldApartAndCountedOnce() throws Exception {
        Set<String> unknown = new HashSet<>();
        Set<String> notStored = new HashSet<>();
        try (Caller caller = Caller.ofService(); TopicProbe kafka = new TopicProbe()) {
            Ready.await(caller, "/v1/streams/earthquake");
            long start = System.nanoTime();
            for (int i = 0; unknown.size() < 3 || notStored.size() < 3; i++) {
                String id = "impatient-" + i;
                HttpResponse<String> answer = caller.post(QUAKES, JSON, Fixtures.earthquake("i", id));
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
                    assertEquals("kafka-unavailable", problem.getString("code"));
                    assertEquals("not_stored", problem.getString("outcome"));
                    notStored.add(id);
                }
                assertTrue(System.nanoTime() - start < LIMIT_NANOS, unknown + " " + notStored);
            }
            while (caller.post(QUAKES, JSON, Fixtures.earthquake("i", "impatient-end"), "Prefer", "wait=10")
                    .statusCode() != 200) {
                assertTrue(System.nanoTime() - start < LIMIT_NANOS, "who would wait is not waited for");
            }

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
}
