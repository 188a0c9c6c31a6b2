package io.millrace.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing that a caller sends stands in a log line: neither what could forge one, nor a payload, nor a secret. */
@QuarkusTest
class LogLinesTest {
    private static final String QUAKES = "/v1/streams/earthquake/events";
    private static final String JSON = "application/json";
    private static final String MARK = "FORGED";

    /**
     * A line of the log.
     *
     * @param sent
     *            the request that was sent last before it
     */
    private record Line(String sent, String text) {}

    private final ServiceClient caller = ServiceClient.ofService();
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    /** What is sent at the moment, for the message of the failure. */
    private volatile String sent = "nothing";
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord written) {
            String text = written.getMessage() + Arrays.toString(written.getParameters()) + MDC.getMap();
            for (Throwable fault = written.getThrown(); fault != null; fault = fault.getCause()) {
                text += fault;
            }
            lines.add(new Line(sent, text));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() throws Exception {
        ServiceReadiness.await(caller, "/v1/streams/earthquake");
        Logger.getLogger("").addHandler(listening);
    }

    @AfterEach
    void stop() {
        Logger.getLogger("").removeHandler(listening);
        caller.close();
    }

    @Test
    void whatCallersSendIsInNone() throws Exception {
        String bad = MARK + "%0d%0a2026-01-01 ERROR " + MARK;
        String path = bad.replace(" ", "%20");
        for (String place : List.of("/" + path, "/v1/streams/" + path + "/events", QUAKES + "/" + path,
                QUAKES + "?x=" + path, "/v1/streams/earthquake/view?dialect=" + path, "/fault?" + path)) {
            sent = "path " + place;
            caller.send(caller.request(place, "Content-Type", JSON).POST(HttpRequest.BodyPublishers.ofString("{}")));
            caller.send(caller.request(place, "X-Correlation-ID", bad));
        }
        for (String header : List.of("X-Correlation-ID", "Idempotency-Key", "traceparent", "tracestate", "Prefer",
                "Content-Encoding", "ce-specversion", "webhook-id", "Authorization", "X-API-Key", "Origin", "Accept",
                "X-Schema-Id", "Content-Language")) {
            sent = "header " + header;
            caller.post(QUAKES, JSON, TestContracts.earthquake("l", "l@1"), header, bad);
            caller.send(caller.request("/fault", header, bad));
            caller.raw(
                    "POST " + QUAKES + " HTTP/1.1\nHost: x\nContent-Length: 0\n" + header + ": " + MARK + "\n " + MARK);
        }
        for (String body : List.of(MARK, "{\"" + MARK + "\\r\\n\": 1}", TestContracts.earthquake(MARK, MARK),
                TestContracts.earthquake("l", MARK + "\\r\\n").replace("4.5", "\"" + MARK + "\""))) {
            sent = "body " + body;
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
            sent = "bytes " + broken.substring(0, Math.min(100, broken.length()));
            caller.raw(broken);
        }
        caller.send(caller.request("/fault", "X-Correlation-ID", "lawful-id"));
        assertTrue(lines.stream().anyMatch(line -> line.text().contains("lawful-id")),
                "what lines are made of is not seen");
        assertEquals(List.of(), lines.stream().filter(line -> line.text().contains(MARK)).toList());
    }

    @Test
    void thoseOfARequestHaveTheIdsOfTheRequestAndOfItsTrace() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        caller.send(caller.request("/fault", "X-Correlation-ID", "traced-request", "traceparent",
                "00-" + trace + "-b7ad6b7169203331-00"));
        caller.send(caller.request("/fault", "X-Correlation-ID", "untraced-request"));

        List<String> traced = lines.stream().map(Line::text).filter(line -> line.contains("traced-request")
                && !line.contains("untraced-request")).toList();
        assertTrue(!traced.isEmpty() && traced.stream().allMatch(line -> line.contains("trace_id=" + trace)),
                traced::toString);
        List<String> untraced = lines.stream().map(Line::text).filter(line -> line.contains("untraced-request"))
                .toList();
        assertTrue(!untraced.isEmpty() && untraced.stream().noneMatch(line -> line.contains("trace_id")),
                untraced::toString);
    }
}
