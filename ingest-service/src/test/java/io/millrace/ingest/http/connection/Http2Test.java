package io.millrace.ingest.http.connection;

import static io.millrace.ingest.testing.TestWaits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import io.millrace.ingest.http.ByteBudget;
import io.millrace.ingest.testing.EventMeters;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.Config;
import org.junit.jupiter.api.Test;

/** Several requests at once on one connection. */
@QuarkusTest
class Http2Test {

    @Inject
    ByteBudget budget;
    private final URI base = URI.create(Config.get().getValue("test.url", String.class));

    @Test
    void requestThatIsGivenUpLeavesTheOthersOnItsConnectionAlone() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake");
        }
        byte[] event = TestContracts.earthquake("h2", "h2@1").getBytes(StandardCharsets.UTF_8);
        try (HttpClient client = HttpClient.newHttpClient();
                SubmissionPublisher<ByteBuffer> first = new SubmissionPublisher<>();
                SubmissionPublisher<ByteBuffer> second = new SubmissionPublisher<>()) {
            HttpResponse<String> upgraded = client.send(HttpRequest.newBuilder(base.resolve("/v1/streams")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_2, upgraded.version());
            double refused = EventMeters.ended("refused");
            CompletableFuture<HttpResponse<String>> givenUp = begin(client, first, event);
            CompletableFuture<HttpResponse<String>> other = begin(client, second, event);

            await("both bodies are being read").until(() -> budget.used() == 2);

            givenUp.cancel(true);
            await("the service notices").until(() -> EventMeters.ended("refused") > refused);
            second.submit(ByteBuffer.wrap(event, 1, event.length - 1));
            second.close();

            HttpResponse<String> answer = other.get(20, TimeUnit.SECONDS);
            assertEquals(200, answer.statusCode(), answer.body());
        }
    }

    /** Sends the head and the first byte. */
    private CompletableFuture<HttpResponse<String>> begin(HttpClient client, SubmissionPublisher<ByteBuffer> body,
            byte[] event) throws Exception {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                HttpRequest.newBuilder(base.resolve("/v1/streams/earthquake/events"))
                        .header("Content-Type", "application/json").header("Prefer", "wait=10")
                        .POST(HttpRequest.BodyPublishers.fromPublisher(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        await("the body is asked for").until(body::hasSubscribers);
        body.submit(ByteBuffer.wrap(event, 0, 1));
        return answer;
    }
}
