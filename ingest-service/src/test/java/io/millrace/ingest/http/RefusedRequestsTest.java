package io.millrace.ingest.http;

import static io.millrace.ingest.testing.ProblemAssertions.assertProblem;
import static io.millrace.ingest.testing.ProblemAssertions.assertRawProblem;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.millrace.ingest.http.syntax.MediaTypes;
import io.millrace.ingest.testing.EventStorageTest;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused is answered with a problem, and leaves the topic as it was. */
@QuarkusTest
class RefusedRequestsTest extends EventStorageTest {
    private static final String QUAKES = "/v1/streams/earthquake/events";
    private static final String HEAD = "POST " + QUAKES + " HTTP/1.1\nHost: x\nContent-Type: application/json\n";

    @AfterEach
    void nothingWasStored() {
        assertEquals(before, kafka.end("earthquake"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                      | 400 | malformed-body
            ` `                                     | 400 | malformed-body
            `{`                                     | 400 | malformed-body
            `{"id": 1, "id": 1}`                    | 400 | malformed-body
            `{"mag": NaN}`                          | 400 | malformed-body
            `@EVENT@ @EVENT@`                       | 400 | malformed-body
            `17`                                    | 400 | malformed-body
            `[]`                                    | 400 | empty-batch
            `{}`                                    | 422 | contract-violation
            `[@EVENT@, 1]`                          | 422 | contract-violation
            `[@EVENT@, {"id": "missing roles"}]`    | 422 | contract-violation
            `@EVENT[1767225600000=9223372036854775808]@` | 422 | contract-violation
            `@EVENT["us"=7]@`                       | 422 | contract-violation
            `@EVENT["us"=""]@`                      | 422 | contract-violation
            `@EVENT["us"="\\u0000"]@`               | 422 | contract-violation
            `@EVENT["us"="\\ud800"]@`               | 422 | contract-violation
            `@EVENT["us"="x", "\\ud800": 1]@`       | 422 | contract-violation
            `@EVENT["id": "e"="id": ""]@`           | 422 | contract-violation
            `[@EVENT@, @EVENT[4.5=4.6]@]`           | 422 | duplicate-event-id
            """)
    void bodyThatIsNotLawfulIsRefusedAsAWhole(String template, int status, String code) throws Exception {
        HttpResponse<String> response = caller.post(QUAKES, "application/json", expand(template));

        JsonPath problem = assertProblem(response, status, code);
        assertEquals("earthquake", problem.getString("stream"));
        assertEquals("earthquake/1", problem.getString("contract"));
        assertFalse(problem.getBoolean("retryable"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
            "GET, /, 404, not-found",
            "GET, /nothing/here, 404, not-found",
            "POST, /v1/streams/earthquake/event, 404, not-found",
            "POST, /v1/streams/nothing/events, 404, unknown-stream",
            "POST, /v1/streams/Nothing/events, 404, unknown-stream",
            "POST, /v1/streams/a.b/events, 404, unknown-stream",
            "POST, /v1/streams/..%2f..%2fx/events, 404, unknown-stream",
            "POST, /v1/streams/%00/events, 404, unknown-stream",
            "GET, /v1/streams/nothing, 404, unknown-stream",
            "GET, /v1/streams/nothing/schema, 404, unknown-stream",
            "GET, /v1/streams/earthquake/events, 405, method-not-allowed",
            "PUT, /v1/streams/earthquake/events, 405, method-not-allowed",
            "PATCH, /v1/streams/earthquake, 405, method-not-allowed",
            "POST, /v1/streams, 405, method-not-allowed",
            "GET, /health, 404, not-found",
            "GET, /metrics, 404, not-found",
            "GET, /q/health, 404, not-found"})
    void placeThatIsNotThereIsAProblemToo(String method, String path, int status, String code) throws Exception {
        HttpResponse<String> response = caller.send(caller.request(path, "Content-Type", "application/json")
                .method(method, method.equals("GET")
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString("{}")));

        assertProblem(response, status, code);
        assertEquals(status == 405, response.headers().firstValue("Allow").isPresent());
        response.headers().firstValue("Allow").ifPresent(allowed -> assertEquals(
                "The methods of this path are " + allowed, new JsonPath(response.body()).getString("detail")));
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/xml", "application/json; charset=iso-8859-1", "application/jsonx"})
    void mediaTypeThatIsNotReadIsNamedTogetherWithThoseThatAre(String type) throws Exception {
        HttpResponse<String> response = caller.post(QUAKES, type, "{}");

        assertProblem(response, 415, "unsupported-media-type");
        assertEquals(String.join(", ", MediaTypes.EVENTS.accepted()),
                response.headers().firstValue("Accept-Post").orElseThrow());
    }

    @Test
    void faultOfTheServiceIsAProblemThatTellsNothingOfItsInside() throws Exception {
        HttpResponse<String> response = caller.send(caller.request("/fault"));

        JsonPath problem = assertProblem(response, 500, "internal-error");
        assertTrue(problem.getBoolean("retryable"));
        assertFalse(response.body().contains("on purpose"), response.body());
    }

    @Test
    void requestWithoutContentTypeIsRefused() throws Exception {
        assertProblem(caller.send(caller.request(QUAKES).POST(HttpRequest.BodyPublishers.ofString("{}"))), 415,
                "unsupported-media-type");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() throws Exception {
        byte[] body = TestContracts.earthquake("e", "e@1").replace("us", "\u00e4")
                .getBytes(StandardCharsets.ISO_8859_1);

        JsonPath problem = assertProblem(caller.post(QUAKES, "application/json", body), 400, "malformed-body");

        assertThat(problem.getString("detail"), startsWith("the body is not valid UTF-8 at byte "));
    }

    @Test
    void oneWrongEventOfAHundredRefusesAllAndIsNamed() throws Exception {
        String lines = IntStream.range(0, 100).mapToObj(i -> {
            String event = TestContracts.earthquake("h" + i, "h@" + i);
            return i == 17 ? event.replace("4.5", "\"4.5\"") : event;
        }).collect(Collectors.joining("\n"));

        JsonPath problem = assertProblem(caller.post(QUAKES, "application/x-ndjson", lines), 422,
                "contract-violation");

        assertEquals("1 of 100 events are invalid; nothing was stored", problem.getString("detail"));
        assertEquals(1, problem.getList("errors").size());
        assertEquals(Map.of("index", 17, "line", 18, "event_id", "h@17", "pointer", "/mag", "reason",
                "expected double, got string"), problem.getMap("errors[0]"));
    }

    @Test
    void bodyThatIsDeclaredTooLargeIsRefusedBeforeItIsSent() throws Exception {
        String answer = caller.raw(HEAD + "Content-Length: 20000000");

        assertRawProblem(answer, 413, "body-too-large");
    }

    @Test
    void callerThatWaitsForContinueIsToldAtOnce() throws Exception {
        String refused = caller.raw(HEAD + "Expect: 100-continue\nContent-Length: 20000000");
        String invited = caller.raw(HEAD + "Expect: 100-continue\nContent-Length: 20");

        assertRawProblem(refused, 413, "body-too-large");
        assertThat(invited, startsWith("HTTP/1.1 100 "));
    }

    @Test
    void clientThatSendsTwentyMegabytesStillReadsTheAnswer() throws Exception {
        assertProblem(caller.post(QUAKES, "application/json", new byte[20_000_000]), 413, "body-too-large");
    }

    @Test
    void chunkedBodyIsCutOffAtTheLimit() throws Exception {
        assertRawProblem(caller.rawChunked(QUAKES, 20_000_000), 413, "body-too-large");
    }

    @Test
    void tooManyEventsAndTooLargeEventsAreRefused() throws Exception {
        String event = TestContracts.earthquake("e", "e@1");

        assertProblem(caller.post(QUAKES, "application/x-ndjson", (event + "\n").repeat(10_001)), 413,
                "batch-too-many");
        JsonPath problem = assertProblem(caller.post(QUAKES, "application/json",
                event.replace("reviewed", "x".repeat(921_599))), 413, "event-too-large");
        assertEquals("e@1", problem.getString("errors[0].event_id"));
    }

    @Test
    void correlationIdIsEchoedWhenItIsLegalAndReplacedWhenNot() throws Exception {
        HttpResponse<String> legal = caller.post("/nothing", "text/plain", "", "X-Correlation-ID", "abc-1");
        HttpResponse<String> illegal = caller.post(QUAKES, "application/json", "{", "X-Correlation-ID", "a b");

        assertEquals("abc-1", legal.headers().firstValue("X-Correlation-ID").orElseThrow());
        assertEquals("abc-1", new JsonPath(legal.body()).getString("correlation_id"));
        String given = illegal.headers().firstValue("X-Correlation-ID").orElseThrow();
        assertTrue(given.matches("[0-9a-f-]{36}"), given);
        assertEquals(given, new JsonPath(illegal.body()).getString("correlation_id"));
    }

    @Test
    void connectionStaysUsableAfterARefusalWithoutReadingTheBody() throws Exception {
        String unread = "POST /v1/streams/nothing/events HTTP/1.1\nHost: x\nContent-Length: 5\n\n";
        String two = caller.raw(unread + "{    GET /v1/streams/earthquake HTTP/1.1\nHost: x\nConnection: close", 2);

        assertThat(two, containsString("\"unknown-stream\""));
        assertThat(two, containsString("HTTP/1.1 200 OK"));
    }

    private static String expand(String template) {
        String event = TestContracts.earthquake("e", "e@1");
        String body = template.replace("@EVENT@", event);
        int from = body.indexOf("@EVENT[");
        if (from < 0) {
            return body;
        }
        int until = body.indexOf("]@", from);
        String[] change = body.substring(from + 7, until).split("=", 2);
        assertTrue(event.contains(change[0]), change[0]);
        return body.substring(0, from) + event.replace(change[0], change[1]) + body.substring(until + 2);
    }
}
