package io.millrace.ingest.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import io.millrace.ingest.testing.EventStorageTest;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Small requests beside as many large ones as come. */
@QuarkusTest
class FairMemoryTest extends EventStorageTest {
    private static final String PATH = "/v1/streams/earthquake/events";
    private static final int LARGE_CALLERS = 3;
    private static final int EVENTS = 9_000;

    @Test
    void smallRequestsAreStoredAndLargeOnesHearTheTrueReason() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Map<String, Integer> ofLarge = new TreeMap<>();
        try (ExecutorService large = Executors.newFixedThreadPool(LARGE_CALLERS)) {
            for (int caller = 0; caller < LARGE_CALLERS; caller++) {
                byte[] body = body(caller);
                var unused = large.submit(() -> {
                    while (!over.get()) {
                        HttpResponse<String> answer = this.caller.post(PATH, "application/x-ndjson", body, "Prefer",
                                "wait=10");
                        synchronized (ofLarge) {
                            ofLarge.merge(answer.statusCode() == 200 ? "200" : code(answer), 1, Integer::sum);
                        }
                    }
                    return null;
                });
            }
            try {
                for (int i = 0; i < 60; i++) {
                    String one = TestContracts.earthquake("small", "small-" + i);
                    HttpResponse<String> answer = caller.post(PATH, "application/json",
                            i % 2 == 0 ? one : "[" + one + "," + TestContracts.earthquake("small", "more-" + i) + "]",
                            "Prefer",
                            "wait=10");
                    // On a machine that is starved Kafka may be late; that is another matter than memory.
                    assertTrue(answer.statusCode() == 200 || answer.statusCode() == 504, answer.body());
                }
            } finally {
                over.set(true);
            }
        }
        assertTrue(ofLarge.getOrDefault("overloaded", 0) > 0, ofLarge::toString);
        assertTrue(Set.of("200", "overloaded", "ack-timeout").containsAll(ofLarge.keySet()), ofLarge::toString);
    }

    private static String code(HttpResponse<String> answer) {
        return new io.restassured.path.json.JsonPath(answer.body()).getString("code");
    }

    /** 9.5 MB that cannot be compressed. */
    private static byte[] body(int caller) {
        Random random = new Random(caller);
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < EVENTS; i++) {
            byte[] place = new byte[650];
            random.nextBytes(place);
            body.append(TestContracts.earthquake("l", "l-" + caller + "-" + i).replace("\"net\"", "\"place\": \""
                    + java.util.Base64.getEncoder().encodeToString(place) + "\", \"net\"")).append('\n');
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
