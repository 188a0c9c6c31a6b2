package io.millrace.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody without a key can do to the port: neither write to its metrics nor fill its log. */
@QuarkusTest
@TestProfile(OperatorKeys.class)
class ManagementPortTest {
    private static final Pattern TIMED = Pattern.compile(
            "(?m)^millrace_operations_request_seconds_count\\{method=\"(.*)\",route=\"(.*)\",status=\"(.*)\"} (\\S+)$");

    @TestHTTPResource(value = "/", management = true)
    URL port;

    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private final Handler collecting = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue() || entry.getThrown() != null) {
                alarms.add(entry.getLoggerName() + ": " + entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void collect() {
        Logger.getLogger("").addHandler(collecting);
    }

    @AfterEach
    void stopCollecting() {
        Logger.getLogger("").removeHandler(collecting);
    }

    private RawRequests requests() {
        return new RawRequests(port);
    }

    private String metrics() {
        return requests().send("GET", "/metrics");
    }

    private double timed(String method, String route, String status) {
        return TIMED.matcher(metrics()).results()
                .filter(line -> List.of(method, route, status)
                        .equals(List.of(line.group(1), line.group(2), line.group(3))))
                .mapToDouble(line -> Double.parseDouble(line.group(4))).sum();
    }

    @Test
    void requestsAreTimedByTheTemplateOfTheirPath() {
        String event = "/v1/streams/{stream}/events/{event_id}";
        double before = timed("GET", event, "401");
        double made = timed("(unknown)", "(unknown)", "401");

        for (int i = 0; i < 3; i++) {
            requests().send("GET", "/v1/streams/s" + i + "/events/secret" + i + "?pk=1");
            requests().send("BREW" + i, "/v1/secret" + i);
        }
        requests().send("POST", "/v1/dead-letters:secret");
        requests().send("DELETE", "/v1/dead-letters/redrives/secret");
        requests().send("GET", "/v1/dead-letters/secret/0/0?stream=s");
        requests().send("GET", "/console/sign-in");
        requests().send("GET", "/console/streams/secret/letters");
        requests().send("GET", "/console/streams/secret/secret");
        requests().send("GET", "/console/assets/console.css");
        requests().send("GET", "/console/assets/secret.css");
        requests().send("GET", "/consoles/secret");
        requests().send("GET", "/health/group/secret");
        requests().send("GET", "/secret");

        assertEquals(3, timed("GET", event, "401") - before);
        assertEquals(3, timed("(unknown)", "(unknown)", "401") - made);
        for (String[] one : new String[][]{{"POST", "(unknown)", "401"},
                {"DELETE", "/v1/dead-letters/redrives/{id}", "401"},
                {"GET", "/v1/dead-letters/{topic_id}/{partition}/{offset}", "401"},
                {"GET", "/console/sign-in", "200"}, {"GET", "/console/streams/{stream}/letters", "303"},
                {"GET", "/console/assets/console.css", "200"}, {"GET", "(unknown)", "404"}}) {
            assertTrue(timed(one[0], one[1], one[2]) > 0, () -> String.join(" ", one) + " in " + metrics());
        }
        String text = metrics();
        assertFalse(text.contains("secret") || text.contains("http_server"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/sign-in?to=%", "/console/sign-in?to=%zz", "/console/sign-in?%=1",
            "/console/sign-in?to=a%ff", "/console/sign-in?to=a&to=b", "/console/%", "/console/%zz?to=%",
            "/console/streams/%ff?to=%", "/v1/%", "/health/%", "/%ff", "/v1/streams/%zz/events/%?pk=%",
            "/console?to=%"})
    void aMalformedTargetIsNoErrorOfTheService(String target) {
        for (String[] headers : new String[][]{{}, {"HX-Request: true"}, {"X-API-Key: of-admin"}}) {
            for (String method : new String[]{"GET", "POST", "DELETE"}) {
                String response = requests().send(method, target, headers);
                assertTrue(response.matches("(?s)HTTP/1.1 (2|3|4).*"), () -> method + ": " + response);
            }
        }
        if (target.startsWith("/console/sign-in")) {
            String page = requests().send("GET", target);
            assertTrue(page.startsWith("HTTP/1.1 400 ") && page.contains("<h1>The request was refused</h1>"), page);
        }
        assertEquals(List.of(), alarms);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/sign-in", "/console/sign-in?to=%", "/v1/dead-letters:redrive",
            "/v1/dead-letters:redrive?a=%", "/v1/%", "/health/%"})
    void aMalformedFormIsNoErrorOfTheService(String target) {
        for (String body : new String[]{"key=%", "%zz=1", "key=a%", "to=%&key=%ff", "key=a&key=b", "to=%ff&to=a"}) {
            for (String[] headers : new String[][]{{}, {"X-API-Key: of-admin"}}) {
                String response = requests().form(target, body, headers);
                assertTrue(response.matches("(?s)HTTP/1.1 4.*"), () -> body + ": " + response);
            }
        }
        String response = requests().send("POST", target, "Content-Type: multipart/form-data", "Content-Length: 0");
        assertTrue(response.matches("(?s)HTTP/1.1 4.*"), response);
        assertEquals(List.of(), alarms);
    }
}
