package io.millrace.launcher.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.contracts.schema.StreamName;

/**
 * Sends events to a gateway, as a producer should: what is answered with 503 or 504 is sent again, unchanged, which is safe
 * because the same ids are merged once.
 */
public final class GatewayClient implements AutoCloseable {
    /** One event, or an array of events. */
    public static final String JSON = "application/json";
    /** One event per line. */
    public static final String NDJSON = "application/x-ndjson";

    private static final int FOUND = 200;
    private static final int UNAVAILABLE = 503;
    private static final int UNKNOWN_OUTCOME = 504;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final long PAUSE_MS = 500;

    /**
     * A response of the gateway.
     *
     * @param status
     *            the HTTP status
     * @param body
     *            the JSON text: an acknowledgement or a problem
     */
    public record Answer(int status, String body) {
        private static final ObjectMapper JSON_TEXT = new ObjectMapper();
        private static final int FIRST_OK = 200;
        private static final int FIRST_CLIENT_FAULT = 400;
        private static final int FIRST_SERVER_FAULT = 500;

        /** Whether every event of the request is stored. */
        public boolean stored() {
            return status >= FIRST_OK && status < FIRST_OK + 100;
        }

        /** Whether the body is the acknowledgement of a gateway: another server may answer anything with 200. */
        public boolean isOfGateway() {
            try {
                return JSON_TEXT.readTree(body).path("accepted").isIntegralNumber();
            } catch (JsonProcessingException e) {
                return false;
            }
        }

        /** Whether the request was refused for what is in it, so that nothing of it is stored. */
        public boolean refused() {
            return status >= FIRST_CLIENT_FAULT && status < FIRST_SERVER_FAULT;
        }
    }

    private final URI url;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER).build();

    /**
     * @param url
     *            where the gateway listens, as {@code http://host:port}
     * @throws LauncherException
     *             when it is another kind of address
     */
    public GatewayClient(URI url) {
        if (!WebAddress.is(url)) {
            throw new WrongUseException("The address of a gateway is like http://127.0.0.1:8080, not " + url + ".");
        }
        this.url = url;
    }

    /** Where the gateway is. */
    public URI address() {
        return url;
    }

    /**
     * Sends one request to a stream, again and again for half a minute while the gateway asks for it.
     *
     * @throws LauncherException
     *             when the gateway does not answer at all
     */
    public Answer send(String stream, String contentType, String body) {
        HttpRequest request = events(stream, contentType, body);
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            boolean late = Instant.now().isAfter(deadline);
            Answer answer = ask(request);
            if (late || (answer.status() != UNAVAILABLE && answer.status() != UNKNOWN_OUTCOME)) {
                return answer;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LauncherException("Interrupted while sending to " + url, e);
            }
        }
    }

    /**
     * Sends one request to a stream once, whatever the answer is.
     *
     * @throws LauncherException
     *             when there is no answer: whether the events are stored is not known then
     */
    public Answer offer(String stream, String contentType, String body) {
        return ask(events(stream, contentType, body));
    }

    /**
     * The text of a stream's contract.
     *
     * @throws LauncherException
     *             when the gateway does not answer, or has no such stream
     */
    public String schema(StreamName stream) {
        Answer answer = ask(request("/v1/streams/" + stream + "/schema").build());
        if (answer.status() != FOUND) {
            throw new LauncherException(
                    "The gateway at " + url + " has no contract of stream " + stream + ": " + answer.body());
        }
        return answer.body();
    }

    /**
     * Registers a version of a stream's contract.
     *
     * @throws LauncherException
     *             when the gateway does not answer, or refuses the version
     */
    public void evolve(StreamName stream, String schema) {
        Answer answer = ask(request("/v1/streams/" + stream).header("Content-Type", JSON)
                .PUT(HttpRequest.BodyPublishers.ofString(schema)).build());
        if (!answer.stored()) {
            throw new LauncherException("The gateway at " + url + " refuses the contract of stream " + stream + ": "
                    + answer.body());
        }
    }

    private HttpRequest events(String stream, String contentType, String body) {
        return request("/v1/streams/" + stream + "/events").header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(ANSWER);
    }

    private Answer ask(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new LauncherException("The gateway at " + url + " does not answer (" + e
                    + "). Check that it runs: ./millrace status", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while asking " + url, e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
