package io.millrace.ingest.http.connection;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.ingest.testing.EventStorageTest;
import io.millrace.ingest.testing.ProblemAssertions;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages in browsers may call the service. */
@QuarkusTest
class OriginsTest extends EventStorageTest {
    private static final String EVENT = TestContracts.earthquake("o", "o@1");
    private static final String PATH = "/v1/streams/earthquake/events";

    @ParameterizedTest
    @CsvSource({"https://other.example,api.example", "null,api.example", "https://api.example:8443,api.example",
            "http://api.example,api.example:8080", "https://api.example.evil,api.example",
            "https://app.example.evil,api.example", "http://app.example,api.example", "ftp://api.example,api.example",
            "https://api.example/,api.example", "https://u@api.example,api.example"})
    void pageOfAnotherOriginIsRefusedWithAProblem(String origin, String host) throws Exception {
        for (String method : new String[]{"POST", "OPTIONS"}) {
            String answer = caller.raw(method + " " + PATH + " HTTP/1.1\nHost: " + host + "\nOrigin: " + origin
                    + "\nAccess-Control-Request-Method: POST\nContent-Type: application/json\nContent-Length: "
                    + EVENT.length() + "\n\n" + EVENT);

            JsonPath problem = ProblemAssertions.assertRawProblem(answer, 403, "foreign-origin");
            assertThat(problem.getString("detail"), containsString("millrace.ingest.cors-origins"));
            assertThat(answer, not(containsString("Access-Control-Allow-Origin")));
        }
        assertEquals(before, kafka.end("earthquake"));
    }

    @ParameterizedTest
    @CsvSource({"http://api.example,api.example", "https://api.example,api.example",
            "https://API.example,api.example", "https://api.example,api.example:443",
            "http://api.example:8080,api.example:8080", "https://api.example:8443,api.example:8443",
            "http://[::1]:8080,[::1]:8080"})
    void pageOfTheServiceItselfMayCallAlsoWhereTlsEndsBeforeIt(String origin, String host) throws Exception {
        String answer = caller.raw("POST " + PATH + " HTTP/1.1\nHost: " + host + "\nOrigin: " + origin
                + "\nPrefer: wait=10\nContent-Type: application/json\nContent-Length: " + EVENT.length() + "\n\n"
                + EVENT);

        assertThat(answer, startsWith("HTTP/1.1 200 "));
    }

    @Test
    void headersThatAnybodyCanSendMakeNoPageWelcome() throws Exception {
        ProblemAssertions.assertRawProblem(caller.raw("GET /v1/streams HTTP/1.1\nHost: api.example\n"
                + "Origin: https://other.example\nX-Forwarded-Proto: https\nX-Forwarded-Host: other.example"), 403,
                "foreign-origin");
    }

    @Test
    void pageOfAConfiguredOriginMayCallAndReadTheAnswer() throws Exception {
        String answer = caller.raw("GET /v1/streams HTTP/1.1\nHost: api.example\nOrigin: https://app.example");
        String refusal = caller
                .raw("GET /v1/streams/no-such HTTP/1.1\nHost: api.example\nOrigin: https://app.example");
        String preflight = caller.raw("OPTIONS /v1/streams/earthquake HTTP/1.1\nHost: api.example\n"
                + "Origin: https://app.example\nAccess-Control-Request-Method: PUT\n"
                + "Access-Control-Request-Headers: content-type, x-api-key");

        assertThat(answer, startsWith("HTTP/1.1 200 "));
        assertThat(refusal, startsWith("HTTP/1.1 404 "));
        for (String readable : new String[]{answer, refusal}) {
            assertThat(readable, containsString("Access-Control-Allow-Origin: https://app.example\r\n"));
            assertThat(readable, containsString("Vary: Origin\r\n"));
            assertThat(readable, containsString("X-Correlation-ID, "));
        }
        assertThat(preflight, startsWith("HTTP/1.1 204 "));
        assertThat(preflight, containsString("Access-Control-Allow-Methods: GET, HEAD, POST, PUT, DELETE, OPTIONS"));
        assertThat(preflight, containsString("Access-Control-Allow-Headers: content-type, x-api-key"));
    }
}
