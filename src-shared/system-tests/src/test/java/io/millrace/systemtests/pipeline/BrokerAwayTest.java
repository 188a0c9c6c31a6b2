package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
@Tag("slow")
@OnRunningSystem
class BrokerAwayTest {
    private static final Duration UNTIL_REFUSED = Duration.ofSeconds(20);
    private static final Duration UNTIL_BACK = Duration.ofSeconds(60);

    private final RunningSystem system;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<TestEvent> offered = new ArrayList<>(TestEvent.numbered(0, 10));
    private final Set<TestEvent> stored = new HashSet<>(offered);

    BrokerAwayTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void anOutageIsAnsweredWithProblemsAndWhatWasStoredIsKept() {
        // given
        TestStream stream = system.newStream("broker-away");
        stream.send(List.copyOf(offered));
        long gateway = system.ingest().process().pid();
        // when
        system.stack().broker().kill();
        // then each answer is honest, and soon the gateway no longer asks Kafka at all
        await("an answer that says that nothing was stored").atMost(UNTIL_REFUSED).until(() -> {
            HttpResponse<String> answer = offerOne(stream);
            if (answer.statusCode() != 200) {
                assertTrue(answer.statusCode() == 503 || answer.statusCode() == 504, answer::toString);
                assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
                assertTrue(answer.headers().firstValue("Retry-After").isPresent(), "Retry-After");
            }
            return answer.statusCode() == 503 && answer.body().contains("\"code\":\"kafka-unavailable\"");
        });
        // when
        system.stack().restartBroker();
        // then
        await("events are stored again").atMost(UNTIL_BACK).until(() -> offerOne(stream).statusCode() == 200);
        assertEquals(gateway, system.ingest().process().pid());
        stream.awaitMerged();
        List<TestEvent> rows = stream.rows();
        assertEquals(rows.size(), new HashSet<>(rows).size(), "each event once");
        assertTrue(rows.containsAll(stored), "every event that was answered with 200");
        assertTrue(offered.containsAll(rows), "nothing that was not sent");
    }

    private HttpResponse<String> offerOne(TestStream stream) {
        TestEvent event = TestEvent.numbered(offered.size(), offered.size() + 1).getFirst();
        offered.add(event);
        HttpRequest request = HttpRequest
                .newBuilder(system.gatewayUrl().resolve("/v1/streams/" + stream.name() + "/events"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event.json())).build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                stored.add(event);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
