package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The registry is needed for new streams and versions only. */
@Tag("process")
@OnRunningSystem
class RegistryAwayTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final RunningSystem system;

    RegistryAwayTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void knownStreamsGoOnWithoutTheRegistry() throws Exception {
        // given
        TestStream stream = system.newStream("registry-away");
        EventSender caller = new EventSender(system.gatewayUrl(), stream);
        List<TestEvent> events = TestEvent.numbered(0, 50);
        // when
        system.stack().registry().kill();
        try {
            await("the gateway notices that the registry is away").atMost(SOON)
                    .until(() -> system.ingest().metrics().orElse("")
                            .contains("millrace_ingest_dependency_up{dependency=\"registry\"} 0.0"));
            // then
            for (TestEvent event : events) {
                assertEquals(200, caller.offerPatiently(event).status());
            }
            assertTrue(system.ingest().isReady());
            HttpResponse<String> unknown = look("/v1/streams/never-heard-of");
            assertEquals(503, unknown.statusCode(), unknown.body());
            assertTrue(unknown.body().contains("\"code\":\"registry-unavailable\""), unknown.body());
        } finally {
            system.stack().restartRegistry();
        }
        await("the registry is asked again").atMost(SOON).until(() -> status("/v1/streams/never-heard-of") == 404);
        assertEquals(caller.stored(), TopicIds.of(system.stack().bootstrapServers(), stream.name().topic()));
    }

    private int status(String path) {
        try {
            return look(path).statusCode();
        } catch (IOException e) {
            throw new IllegalStateException("The gateway is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> look(String path) throws IOException, InterruptedException {
        URI address = system.gatewayUrl().resolve(path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
