package io.millrace.ingest.http.connection;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;

import io.millrace.ingest.testing.EventStorageTest;
import io.millrace.ingest.testing.ProblemAssertions;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where a request is sent to has one spelling, and what cannot be understood is answered with a problem like everything
 * else.
 */
@QuarkusTest
class RequestTargetTest extends EventStorageTest {
    private static final String EVENT = TestContracts.earthquake("t", "t@1");
    private static final String POST = " HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: "
            + EVENT.length() + "\n\n" + EVENT;

    static Stream<String> paths() {
        return Stream.of("/v1/streams/order/../earthquake/events", "/v1/streams/order/%2e%2E/earthquake/events",
                "/v1/streams/order/.%2e/earthquake/events", "/v1/./streams/earthquake/events",
                "/v1/streams/earthquake/%2e/events", "/../v1/streams/earthquake/events",
                "/v1//streams/earthquake/events", "//v1/streams/earthquake/events", "/v1/streams/earthquake//events",
                "/v1/streams/earthquake;a=b/events", "/v1/streams/earthquake;a=b/events:validate",
                "/v1/streams;x/earthquake/events", "/v1/streams/%zz/events", "/v1/streams/earthquake/events%",
                "/v1/streams/earthquake/events%2", "/v1/streams/earthquake/events:validate%g0",
                "/v1/streams/%ff/events", "/v1/cloudevents/../streams/earthquake/events",
                "/v1\\streams/earthquake/events");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void pathThatStandsForAnotherIsRefused(String path) throws Exception {
        ProblemAssertions.assertRawProblem(caller.raw("POST " + path + POST), 400, "bad-request");
        assertEquals(before, kafka.end("earthquake"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/streams/order/events/../../earthquake/events/t@1",
            "/v1/streams/earthquake/events/a/../t@1", "/v1/streams/earthquake/events/..",
            "/v1/streams/earthquake/events/%2e%2e/t@1", "/v1/streams/order/%2e%2e/earthquake/events/t@1",
            "/v1/streams/earthquake;v=1/events/t@1"})
    void pathOfAnEventThatStandsForAnotherIsRefused(String path) throws Exception {
        ProblemAssertions.assertRawProblem(caller.raw("PUT " + path + POST), 400, "bad-request");
        assertEquals(before, kafka.end("earthquake"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a..b", "...", "a%2Fb", "a%3Bb", "a%25b"})
    void idInAPathMayHoldWhatAPathMayNot(String id) throws Exception {
        String event = EVENT.replace("t@1", java.net.URLDecoder.decode(id, java.nio.charset.StandardCharsets.UTF_8));
        String answer = caller.raw("PUT /v1/streams/earthquake/events/" + id + " HTTP/1.1\nHost: x\nPrefer: wait=10\n"
                + "Content-Type: application/json\nContent-Length: " + event.length() + "\n\n" + event);

        assertThat(answer, startsWith("HTTP/1.1 200 "));
    }

    static Stream<String> hosts() {
        return Stream.of("", "Host: x\nHost: x\n", "Host: x\nHost: y\n", "Host:\n", "Host: x' ; rm #\n",
                "Host: a/b\n", "Host: u@h\n", "Host: a,b\n", "Host: h:port\n", "Host: [::1\n");
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void requestHasOneHost(String hosts) throws Exception {
        for (String path : new String[]{"GET /v1/streams", "GET /v1/streams/earthquake", "POST " + path()}) {
            ProblemAssertions.assertRawProblem(caller.raw(path + " HTTP/1.1\n" + hosts + "Content-Length: 0"), 400,
                    "bad-request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: localhost\n", "Host: h-1_a.example:8080\n", "Host: [::1]:80\n"})
    void hostMayBeANameOrAnAddress(String host) throws Exception {
        assertThat(caller.raw("GET /v1/streams HTTP/1.1\n" + host), startsWith("HTTP/1.1 200 "));
    }

    @Test
    void callerOfHttp10NeedsNoHost() throws Exception {
        assertThat(caller.raw("GET /v1/streams HTTP/1.0"), startsWith("HTTP/1.0 200 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "GET *", "CONNECT x:80"})
    void whatIsNoPathIsNotFound(String target) throws Exception {
        ProblemAssertions.assertRawProblem(caller.raw(target + " HTTP/1.1\nHost: x"), 404, "not-found");
    }

    @Test
    void exampleNamesTheAddressOfTheServiceAndNotWhatTheRequestCallsIt() throws Exception {
        String answer = caller.raw("GET /v1/streams/earthquake HTTP/1.1\nHost: evil.example\n"
                + "X-Forwarded-Host: evil.example\nX-Forwarded-Proto: https\nForwarded: host=evil.example");

        assertThat(answer, not(containsString("evil")));
        assertThat(new JsonPath(answer.split("\r\n\r\n", 2)[1]).getString("example"),
                startsWith("curl -X POST 'http://127.0.0.1:"));
    }

    private static String path() {
        return "/v1/streams/earthquake/events";
    }
}
