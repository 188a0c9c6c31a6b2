package io.millrace.ingest.http;

import static io.millrace.ingest.testing.TestWaits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.util.List;

import io.millrace.ingest.testing.LogLines;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing that a caller sends stands in a log line: neither what could forge one, nor a payload, nor a secret. */
@QuarkusTest
class LogLinesTest {
    private static final String QUAKES = "/v1/streams/earthquake/events";
    private static final String JSON = "application/json";
    private static final String MARK = "FORGED";

    private static final List<String> HEADERS = List.of("X-Correlation-ID", "Idempotency-Key", "traceparent",
            "tracestate", "Prefer", "Content-Encoding", "ce-specversion", "webhook-id", "Authorization", "X-API-Key",
            "X-Schema-Id", "Content-Language", "Accept", "Origin");

    private final ServiceClient caller = ServiceClient.ofService();
    private final LogLines lines = new LogLines();

    @BeforeEach
    void listen() throws Exception {
        ServiceReadiness.await(caller, "/v1/streams/earthquake");
    }

    @AfterEach
    void stop() {
        lines.close();
        caller.close();
    }

    @Test
    void whatCallersSendIsInNone() throws Exception {
        String bad = MARK + "%0d%0a2026-01-01 ERROR " + MARK;
        String path = bad.replace(" ", "%20");
        for (String place : List.of("/" + path, "/v1/streams/" + path + "/events", QUAKES + "/" + path,
                QUAKES + "?x=" + path, "/v1/streams/earthquake/view?dialect=" + path, "/fault?" + path)) {
            lines.sending("path " + place);
            caller.send(caller.request(place, "Content-Type", JSON).POST(HttpRequest.BodyPublishers.ofString("{}")));
            caller.send(caller.request(place, "X-Correlation-ID", bad));
        }
        for (String header : HEADERS) {
            lines.sending("header " + header);
            caller.post(QUAKES, JSON, TestContracts.earthquake("l", "l@1"), header, bad);
            caller.send(caller.request("/fault", header, bad));
            caller.raw(
                    "POST " + QUAKES + " HTTP/1.1\nHost: x\nContent-Length: 0\n" + header + ": " + MARK + "\n " + MARK);
        }
        for (String body : List.of(MARK, "{\"" + MARK + "\\r\\n\": 1}", TestContracts.earthquake(MARK, MARK),
                TestContracts.earthquake("l", MARK + "\\r\\n").replace("4.5", "\"" + MARK + "\""))) {
            lines.sending("body " + body);
            caller.post(QUAKES, JSON, body);
            caller.post("/v1/streams/order/events", JSON, body);
            caller.post("/v1/cdc/debezium", JSON, body);
            caller.post("/v1/cloudevents", "application/cloudevents+json", body);
            caller.post(QUAKES, "avro/binary", body);
            caller.post(QUAKES, MARK + "/" + MARK, body);
        }

        String chunked = "POST " + QUAKES + " HTTP/1.1\nHost: x\nContent-Type: application/json\n"
                + "Transfer-Encoding: chunked\n\n";
        for (String broken : List.of("hello " + MARK, chunked + "zz" + MARK, chunked + "1\n" + MARK,
                chunked.replace("x\n", "x\nContent-Length: " + MARK + "\n"),
                chunked.replace("x\n", "x\nX-Large: " + MARK + "x".repeat(40_000) + "\n"))) {
            lines.sending("bytes " + broken.substring(0, Math.min(100, broken.length())));
            caller.raw(broken);
        }
        failUntilLogged("X-Correlation-ID", "lawful-id");
        // The last two are refused before.
        assertEquals(HEADERS.subList(0, HEADERS.size() - 2),
                lines.with("is answered with 500").stream().map(LogLines.Line::sent)
                        .filter(sent -> sent.startsWith("header ")).map(sent -> sent.substring("header ".length()))
                        .distinct()
                        .toList(),
                "a request with each of these headers is logged");
        assertEquals(List.of(), lines.with(MARK));
    }

    @Test
    void thoseOfARequestHaveTheIdsOfTheRequestAndOfItsTrace() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        failUntilLogged("X-Correlation-ID", "a-request-of-a-trace", "traceparent",
                "00-" + trace + "-b7ad6b7169203331-00");
        failUntilLogged("X-Correlation-ID", "an-untraced-request");

        assertTrue(lines.with("a-request-of-a-trace").stream()
                .allMatch(line -> line.text().contains("trace_id=" + trace)), lines.with(trace)::toString);
        List<LogLines.Line> untraced = lines.with("an-untraced-request");
        assertTrue(untraced.stream().noneMatch(line -> line.text().contains("trace_id")), untraced::toString);
    }

    /** At most one such request in a second is logged. */
    private void failUntilLogged(String... headers) throws Exception {
        await("the failed request is logged").until(() -> {
            caller.send(caller.request("/fault", headers));
            return !lines.with(headers[1]).isEmpty();
        });
    }
}
