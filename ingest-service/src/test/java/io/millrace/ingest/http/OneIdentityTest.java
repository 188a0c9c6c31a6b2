package io.millrace.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.millrace.contracts.record.EventHeaders;
import io.millrace.ingest.testing.EventStorageTest;
import io.millrace.ingest.testing.ProblemAssertions;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An id is one value, whatever header, quoting, encoding or mode brought it. */
@QuarkusTest
class OneIdentityTest extends EventStorageTest {
    private static final String EVENTS = "/v1/streams/earthquake/events";
    private static final String UNNAMED = TestContracts.earthquake("one", "-").replace("\"event_id\": \"-\", ", "");

    @Test
    void cloudEventHasOneIdQuotedOrNotEncodedOrNotBinaryOrStructured() throws Exception {
        List<String> ids = new ArrayList<>();
        ids.add(id(structured("a b\\\"\u00e9", "/s/t")));
        for (String spelling : List.of("\"a b\\\"\u00e9\"", "a%20b%22%C3%A9", "\"a%20b%22%c3%a9\"", "a b\"\u00e9",
                "a b%22\u00e9")) {
            ids.add(id(binary(spelling, "/s/t")));
        }
        ids.add(id(binary("a%20b%22%C3%A9", "\"/s/t\"")));
        ids.add(id(binary("a%20b%22%C3%A9", "%2Fs%2Ft")));

        assertEquals(1, ids.stream().distinct().count(), ids::toString);
        long named = kafka.records("earthquake").stream()
                .filter(r -> EventHeaders.text(r.headers(), "ce_id").equals(Optional.of("a b\"\u00e9"))).count();
        assertEquals(ids.size(), named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a", "\"a\"b", "\"a\\\"", "a\u00e9\u0000", "%zz", "a%4", "%e9"})
    void headerOfACloudEventThatIsNoTextIsRefused(String spelling) throws Exception {
        String answer = binary(spelling, "/s");

        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void headerOfACloudEventInLatin1IsRefused() throws Exception {
        String answer = wire(request("a\u00e9", "/s"), StandardCharsets.ISO_8859_1);

        ProblemAssertions.assertRawProblem(answer, 400, "bad-ce-attribute");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key", "webhook-id"})
    void keyOfARequestIsTheSameQuotedOrNot(String header) throws Exception {
        List<String> ids = new ArrayList<>();
        for (String spelling : List.of("a\"\\b", "\"a\\\"\\\\b\"")) {
            ids.add(new JsonPath(caller.post(EVENTS, "application/json", UNNAMED, header, spelling).body())
                    .getString("results[0].event_id"));
        }

        assertEquals(1, ids.stream().distinct().count(), ids::toString);
        for (String broken : List.of("\"a", "\"a\"b", "\"\"")) {
            ProblemAssertions.assertProblem(caller.post(EVENTS, "application/json", UNNAMED, header, broken), 400,
                    "bad-header");
        }
    }

    @Test
    void correlationIdIsTheSameQuotedOrNot() throws Exception {
        for (String spelling : List.of("c-1", "\"c-1\"")) {
            assertEquals("c-1", caller.send(caller.request("/v1/streams", "X-Correlation-ID", spelling)).headers()
                    .firstValue("X-Correlation-ID").orElseThrow());
        }
    }

    @Test
    void idInThePathIsTheSameEncodedOrAsUtf8() throws Exception {
        for (String spelling : List.of("p%C3%A9", "p%c3%a9", "p\u00e9", "%70\u00e9")) {
            String answer = wire("PUT " + EVENTS + "/" + spelling + " HTTP/1.1\r\nHost: x\r\n"
                    + "Content-Type: application/json\r\nPrefer: wait=10\r\nContent-Length: " + UNNAMED.length()
                    + "\r\n\r\n" + UNNAMED, StandardCharsets.UTF_8);

            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            String id = new JsonPath(utf8(answer.split("\r\n\r\n", 2)[1])).getString("results[0].event_id");
            assertEquals("p\u00e9", id, spelling);
        }
    }

    private String structured(String id, String source) throws Exception {
        return caller.post(EVENTS, "application/cloudevents+json", "{\"specversion\": \"1.0\", \"id\": \"" + id
                + "\", \"source\": \"" + source + "\", \"type\": \"t\", \"data\": " + UNNAMED + "}", "Prefer",
                "wait=10").body();
    }

    private String binary(String id, String source) throws Exception {
        return wire(request(id, source), StandardCharsets.UTF_8);
    }

    private static String request(String id, String source) {
        return "POST " + EVENTS + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nPrefer: wait=10\r\n"
                + "ce-specversion: 1.0\r\nce-type: t\r\nce-id: " + id + "\r\nce-source: " + source
                + "\r\nContent-Length: " + UNNAMED.length() + "\r\n\r\n" + UNNAMED;
    }

    /** Sends the text in this charset, and reads the answer. */
    private String wire(String request, java.nio.charset.Charset charset) throws Exception {
        return caller.exactly(request.getBytes(charset));
    }

    private static String id(String answer) {
        String body = answer.startsWith("HTTP/1.1") ? answer.split("\r\n\r\n", 2)[1] : answer;
        return new JsonPath(body).getString("results[0].event_id");
    }

    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
