package io.millrace.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Sends requests to the operations port.
 *
 * @param address
 *            of the port
 */
record OperatorClient(URI address) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    HttpResponse<String> call(String method, String target, String key, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + target)).method(method,
                HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("X-API-Key", key);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The JSON of a response that must have this status. */
    JsonNode json(int status, String method, String target, String key, String body) throws IOException {
        HttpResponse<String> response = call(method, target, key, body);
        assertEquals(status, response.statusCode(), response::body);
        return JSON.readTree(response.body());
    }

    JsonNode get(String target, String key) throws IOException {
        return json(200, "GET", target, key, "");
    }

    /** Requires a problem as RFC 9457 has it, and as the gateway gives it. */
    void refused(int status, String code, String method, String target, String key, String body) throws IOException {
        HttpResponse<String> response = call(method, target, key, body);
        JsonNode problem = JSON.readTree(response.body());
        assertEquals(status, response.statusCode(), response::body);
        assertEquals(code, problem.get("code").asText(), response::body);
        assertEquals("application/problem+json", response.headers().firstValue("Content-Type").orElse(""));
        assertEquals("/problems/" + code, problem.get("type").asText());
        assertEquals(status, problem.get("status").asInt());
        assertEquals(response.headers().firstValue("X-Correlation-ID").orElse(""),
                problem.get("correlation_id").asText());
    }
}
