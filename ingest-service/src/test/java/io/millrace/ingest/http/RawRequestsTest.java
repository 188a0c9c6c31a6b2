package io.millrace.ingest.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;

import io.millrace.ingest.Fixtures;
import io.millrace.ingest.TopicProbe;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no HTTP client would send; each is refused and nothing of it is stored. */
@QuarkusTest
class RawRequestsTest {
    private static final String EVENT = Fixtures.earthquake("r", "r@1");
    private static final String LINE = "POST /v1/streams/earthquake/events HTTP/1.1\n";
    private static final String HEAD = LINE + "Host: x\nContent-Type: application/json\n";
    private static final String LENGTH = "Content-Length: " + EVENT.length() + "\n";

    /**
     * @param status
     *            0 when the connection is closed without an answer
     * @param problem
     *            whether the answer is of this service; the HTTP parser's are a bare status
     */
    private record Row(int status, String name, String request, boolean problem) {
        @Override
        public String toString() {
            return status + " " + name;
        }
    }

    private final Caller caller = Caller.ofService();
    private final TopicProbe kafka = new TopicProbe();
    private long before;

    static Stream<Row> rows() {
        return Stream.of(
                parsed(431, "header of 20 KB", HEAD + "X-Large: " + "x".repeat(20_000) + "\n" + LENGTH + "\n" + EVENT),
                parsed(431, "headers of 20 KB together",
                        HEAD + "X-Some: xxxxxxxxxxxxxxxxxxxx\n".repeat(700) + LENGTH + "\n" + EVENT),
                parsed(414, "request line of 10 KB", "POST /v1/streams/" + "x".repeat(10_000)
                        + "/events HTTP/1.1\nHost: x\n" + LENGTH + "\n" + EVENT),
                parsed(400, "two lengths", HEAD + LENGTH + "Content-Length: 1\n\n" + EVENT),
                parsed(400, "negative length", HEAD + "Content-Length: -1\n\n" + EVENT),
                parsed(400, "length that is no number", HEAD + "Content-Length: +" + EVENT.length() + "\n\n" + EVENT),
                parsed(400, "length and chunks", HEAD + LENGTH + "Transfer-Encoding: chunked\n\n" + EVENT),
                parsed(400, "space before the colon", HEAD + LENGTH + "X-Other : 1\n\n" + EVENT),
                parsed(0, "chunk of no size", HEAD + "Transfer-Encoding: chunked\n\nzz\n" + EVENT),
                parsed(0, "chunk that is not as long as it says",
                        HEAD + "Transfer-Encoding: chunked\n\n5\n" + EVENT + "\n0\n"),
                parsed(400, "NUL in a header", HEAD + LENGTH + "X-Other: a\0b\n\n" + EVENT),
                parsed(400, "no HTTP", "hello\n"),
                problem(400, "folded header", HEAD + LENGTH + "Idempotency-Key: a\n b\n\n" + EVENT),
                problem(415, "unknown transfer coding",
                        LINE + "Host: x\nContent-Type: text/plain\nTransfer-Encoding: gzip, chunked\n\n0\n"),
                problem(404, "path that climbs",
                        "POST /v1/streams/../streams/earthquake/../../events HTTP/1.1\nHost: x\n"
                                + "Content-Type: application/json\n" + LENGTH + "\n" + EVENT),
                problem(405, "encoded slash", "POST /v1/streams/earthquake%2fevents HTTP/1.1\nHost: x\n"
                        + "Content-Type: application/json\n" + LENGTH + "\n" + EVENT),
                problem(404, "encoded line break", "POST /v1/streams/earthquake%0d%0a/events HTTP/1.1\nHost: x\n"
                        + "Content-Type: application/json\n" + LENGTH + "\n" + EVENT));
    }

    @BeforeEach
    void open() throws Exception {
        Ready.await(caller, "/v1/streams/earthquake");
        before = kafka.end("earthquake");
    }

    @AfterEach
    void nothingWasStored() {
        try {
            assertEquals(before, kafka.end("earthquake"));
        } finally {
            caller.close();
            kafka.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isRefused(Row row) throws Exception {
        String answer = caller.raw(row.request());

        if (row.problem()) {
            assertThat(answer, startsWith("HTTP/1.1 " + row.status() + " "));
            assertThat(answer, containsString("X-Content-Type-Options: nosniff"));
            assertThat(answer, containsString("Content-Type: application/problem+json"));
        } else if (row.status() == 0) {
            assertEquals("", answer);
        } else {
            assertThat(answer,
                    matchesPattern("HTTP/1\\.[01] " + row.status() + " [A-Za-z -]+\r\ncontent-length: 0\r\n\r\n"));
        }
    }

    private static Row parsed(int status, String name, String request) {
        return new Row(status, name, request, false);
    }

    private static Row problem(int status, String name, String request) {
        return new Row(status, name, request, true);
    }
}
