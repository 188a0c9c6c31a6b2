package io.millrace.bench.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** A session of a driver: sends commands and returns the field {@code value} of the responses. */
final class WebDriverSession implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    /**
     * Begins a session.
     *
     * @param driver
     *            the address of the driver
     * @param capabilities
     *            what the browser must be able to do, and its options
     */
    WebDriverSession(String driver, JsonNode capabilities) {
        JsonNode wanted = JSON.createObjectNode().set("capabilities",
                JSON.createObjectNode().set("alwaysMatch", capabilities));
        this.url = driver + "/session/" + send("POST", driver + "/session", wanted).path("sessionId").asText();
    }

    /** Sends a command with a body. */
    JsonNode post(String command, JsonNode body) {
        return send("POST", url + "/" + command, body);
    }

    /** Sends a command without a body. */
    JsonNode get(String command) {
        return send("GET", url + "/" + command, null);
    }

    @Override
    public void close() {
        var unused = send("DELETE", url, null);
        http.close();
    }

    private JsonNode send(String method, String address, @Nullable JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER)
                .header("Content-Type", "application/json; charset=utf-8")
                .method(method, body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
                .build();
        try {
            HttpResponse<String> response = http.send(request,
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            JsonNode value = JSON.readTree(response.body()).path("value");
            if (response.statusCode() != OK) {
                throw new IllegalStateException("The browser refuses " + method + " " + URI.create(address).getPath()
                        + ": " + value.path("error").asText() + ", " + value.path("message").asText());
            }
            return value;
        } catch (IOException e) {
            throw new IllegalStateException("The driver of the browser does not respond: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the browser", e);
        }
    }
}
