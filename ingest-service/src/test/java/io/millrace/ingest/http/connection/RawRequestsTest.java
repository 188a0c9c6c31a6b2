package io.millrace.ingest.http.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.millrace.ingest.testing.EventStorageTest;
import io.millrace.ingest.testing.ProblemAssertions;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no HTTP client would send; each is refused and nothing of it is stored. */
@QuarkusTest
class RawRequestsTest extends EventStorageTest {
    private static final String EVENT = TestContracts.earthquake("r", "r@1");
    private static final String LINE = "POST /v1/streams/earthquake/events HTTP/1.1\n";
    private static final String HEAD = LINE + "Host: x\nContent-Type: application/json\n";
    private static final String LENGTH = "Content-Length: " + EVENT.length() + "\n";

    private record Row(int status, String name, String request, String code) {
        @Override
        public String toString() {
            return status + " " + name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                problem(431, "headers-too-large", "header of 20 KB",
                        HEAD + "X-Large: " + "x".repeat(20_000) + "\n" + LENGTH + "\n" + EVENT),
                problem(431, "headers-too-large", "headers of 20 KB together",
                        HEAD + "X-Some: xxxxxxxxxxxxxxxxxxxx\n".repeat(700) + LENGTH + "\n" + EVENT),
                problem(431, "headers-too-large", "header of 40 KB",
                        HEAD + "X-Large: " + "x".repeat(40_000) + "\n" + LENGTH + "\n" + EVENT),
                problem(414, "uri-too-long", "path of 10 KB", "POST /v1/streams/" + "x".repeat(10_000)
                        + "/events HTTP/1.1\nHost: x\n" + LENGTH + "\n" + EVENT),
                problem(414, "uri-too-long", "query of 10 KB",
                        "POST /v1/streams/earthquake/events?" + "x".repeat(10_000)
                                + " HTTP/1.1\nHost: x\nContent-Type: application/json\n" + LENGTH + "\n" + EVENT),
                problem(414, "uri-too-long", "path of 20 KB", "POST /v1/streams/" + "x".repeat(20_000)
                        + "/events HTTP/1.1\nHost: x\n" + LENGTH + "\n" + EVENT),
                problem(400, "bad-request", "port beyond 65535",
                        LINE + "Host: x:65536\nContent-Type: application/json\n" + LENGTH + "\n" + EVENT),
                problem(400, "bad-request", "query that is not percent-encoded",
                        LINE.replace("events ", "events?% ") + "Host: x\nContent-Type: application/json\n" + LENGTH
                                + "\n"
                                + EVENT),
                problem(400, "bad-request", "query of a resource that is not percent-encoded",
                        "GET /v1/streams?dry-run=%zz HTTP/1.1\nHost: x\n\n"),
                problem(400, "bad-request", "two lengths", HEAD + LENGTH + "Content-Length: 1\n\n" + EVENT),
                problem(400, "bad-request", "negative length", HEAD + "Content-Length: -1\n\n" + EVENT),
                problem(400, "bad-request", "length that is no number",
                        HEAD + "Content-Length: +" + EVENT.length() + "\n\n" + EVENT),
                problem(400, "bad-request", "length and chunks",
                        HEAD + LENGTH + "Transfer-Encoding: chunked\n\n" + EVENT),
                problem(400, "bad-request", "space before the colon", HEAD + LENGTH + "X-Other : 1\n\n" + EVENT),
                problem(400, "bad-request", "chunk of no size", HEAD + "Transfer-Encoding: chunked\n\nzz\n" + EVENT),
                problem(400, "bad-request", "chunk that is not as long as it says",
                        HEAD + "Transfer-Encoding: chunked\n\n5\n" + EVENT + "\n0\n"),
                problem(400, "bad-request", "chunk of no size with PUT",
                        HEAD.replace("POST", "PUT").replace("/events", "/events/r@1")
                                + "Transfer-Encoding: chunked\n\nzz\n" + EVENT),
                problem(400, "bad-request", "chunk of no size to a router of CloudEvents",
                        HEAD.replace("/streams/earthquake/events", "/cloudevents").replace("json",
                                "cloudevents+json") + "Transfer-Encoding: chunked\n\nzz\n" + EVENT),
                problem(400, "bad-request", "NUL in a header", HEAD + LENGTH + "X-Other: a\0b\n\n" + EVENT),
                problem(400, "bad-request", "chunk of no size with a contract",
                        HEAD.replace("POST", "PUT").replace("/events", "") + "Transfer-Encoding: chunked\n\nzz\n"
                                + EVENT),
                problem(505, "http-version-not-supported", "HTTP/9.9",
                        HEAD.replace("/1.1", "/9.9") + LENGTH + "\n" + EVENT),
                problem(505, "http-version-not-supported", "HTTP/1.2",
                        HEAD.replace("/1.1", "/1.2") + LENGTH + "\n" + EVENT),
                problem(505, "http-version-not-supported", "HTTP/2.0",
                        HEAD.replace("/1.1", "/2.0") + LENGTH + "\n" + EVENT),
                problem(400, "bad-request", "no HTTP", "hello\n"),
                problem(400, "bad-header", "folded header", HEAD + LENGTH + "Idempotency-Key: a\n b\n\n" + EVENT),
                problem(415, "unsupported-media-type", "unknown transfer coding",
                        LINE + "Host: x\nContent-Type: text/plain\nTransfer-Encoding: gzip, chunked\n\n0\n"),
                problem(400, "bad-request", "path that climbs",
                        "POST /v1/streams/../streams/earthquake/../../events HTTP/1.1\nHost: x\n"
                                + "Content-Type: application/json\n" + LENGTH + "\n" + EVENT),
                problem(405, "method-not-allowed", "encoded slash",
                        "POST /v1/streams/earthquake%2fevents HTTP/1.1\nHost: x\n"
                                + "Content-Type: application/json\n" + LENGTH + "\n" + EVENT),
                problem(404, "unknown-stream", "encoded line break",
                        "POST /v1/streams/earthquake%0d%0a/events HTTP/1.1\nHost: x\n"
                                + "Content-Type: application/json\n" + LENGTH + "\n" + EVENT));
    }

    @AfterEach
    void nothingWasStored() {
        assertEquals(before, kafka.end("earthquake"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isRefused(Row row) throws Exception {
        String answer = caller.raw(row.request());

        ProblemAssertions.assertRawProblem(answer, row.status(), row.code());
    }

    @Test
    void refusalOfTheParserComesInItsTurnAndIsTheLastAnswerOfItsConnection() throws Exception {
        String lawful = "GET /v1/streams/earthquake/schema HTTP/1.1\nHost: x\n\n";

        String answers = caller.untilClosed(lawful + lawful + "GET / HTTP/9.9\nHost: x\n\n" + lawful);

        // A body does not end with a line break.
        List<String> lines = Pattern.compile("HTTP/1\\.\\d \\d{3} .*").matcher(answers).results()
                .map(MatchResult::group)
                .toList();
        assertEquals(List.of("HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.1 505 HTTP Version Not Supported"), lines);
    }

    private static Row problem(int status, String code, String name, String request) {
        return new Row(status, name, request, code);
    }
}
