package io.millrace.ingest.http.connection;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import io.millrace.ingest.testing.EventStorageTest;
import io.millrace.ingest.testing.ProblemAssertions;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that wait to be asked for their body. */
@QuarkusTest
class ExpectContinueTest extends EventStorageTest {
    private static final String EVENT = TestContracts.earthquake("e", "e@1");
    private static final String PATH = "/v1/streams/earthquake/events";
    private static final String UPGRADE = "Connection: Upgrade, HTTP2-Settings\nUpgrade: h2c\n"
            + "HTTP2-Settings: AAMAAABkAAQAAP__\n";

    @Test
    void bodyIsAskedForAlsoWhenHttp2IsOfferedInTheSameRequest() throws Exception {
        for (String offered : new String[]{"", UPGRADE}) {
            String answers = caller.afterContinue(head(PATH, "application/json", offered), EVENT);

            assertThat(answers, startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 "));
        }
        assertEquals(before + 2, kafka.end("earthquake"));
    }

    @Test
    void clientOfTheJdkIsAnsweredWhateverVersionItOffers() throws Exception {
        Config config = ConfigProvider.getConfig();
        URI url = URI.create(config.getValue("test.url", String.class)).resolve(PATH);
        for (HttpClient.Version version : HttpClient.Version.values()) {
            try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
                HttpResponse<String> response = client.send(HttpRequest.newBuilder(url).expectContinue(true)
                        .timeout(Duration.ofSeconds(20)).header("Content-Type", "application/json")
                        .header("Prefer", "wait=10").POST(HttpRequest.BodyPublishers.ofString(EVENT)).build(),
                        HttpResponse.BodyHandlers.ofString());

                assertEquals(200, response.statusCode(), response.body());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/streams/no-such/events", "/v1/streams/earthquake/events:validate", "/no-such",
            "/v1/cloudevents", "/v1/streams/earthquake/schema"})
    void refusalBeforeTheBodyClosesTheConnectionSaysSoAndTakesNoOtherRequestForTheBody(String path) throws Exception {
        String next = "GET /v1/streams HTTP/1.1\nHost: x\n\n";

        String answers = caller.untilClosed(head(path, "text/plain", "") + "\n" + next);

        assertThat(answers, startsWith("HTTP/1.1 4"));
        assertThat(answers.split("\r\n\r\n", 2)[0].toLowerCase(java.util.Locale.ROOT),
                containsString("connection: close"));
        assertEquals(-1, answers.indexOf("HTTP/1.1", 1), answers);
    }

    @Test
    void connectionOfARequestWithoutAnExpectationStaysOpen() throws Exception {
        String refused = caller.raw("POST " + PATH + " HTTP/1.1\nHost: x\nContent-Type: text/plain\n"
                + "Content-Length: 2\n\n{}GET /v1/streams HTTP/1.1\nHost: x", 2);

        assertThat(refused, startsWith("HTTP/1.1 415 "));
        assertFalse(refused.toLowerCase(java.util.Locale.ROOT).contains("connection: close"), refused);
        assertThat(refused, containsString("HTTP/1.1 200 OK"));
    }

    @Test
    void callerOfHttp10IsNotAsked() throws Exception {
        String answer = caller.raw("POST " + PATH + " HTTP/1.0\nExpect: 100-continue\nPrefer: wait=10\n"
                + "Content-Type: application/json\nContent-Length: " + EVENT.length() + "\n\n" + EVENT);

        assertThat(answer, not(containsString("100 Continue")));
        assertThat(answer, startsWith("HTTP/1.0 200 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP2-Settings: !!!\n", "HTTP2-Settings: AAMAAAB\n",
            "HTTP2-Settings: AAMAAABk\nHTTP2-Settings: AAMAAABk\n"})
    void offerOfHttp2WithoutValidSettingsIsIgnored(String settings) throws Exception {
        String answer = caller.raw("GET /v1/streams HTTP/1.1\nHost: x\nConnection: Upgrade, HTTP2-Settings\n"
                + "Upgrade: h2c\n" + settings + "\n");

        assertThat(answer, startsWith("HTTP/1.1 200 "));
    }

    @Test
    void otherExpectationIsRefused() throws Exception {
        ProblemAssertions.assertRawProblem(caller.raw("POST " + PATH + " HTTP/1.1\nHost: x\nExpect: a-miracle\n"
                + "Content-Type: application/json\nContent-Length: " + EVENT.length() + "\n\n" + EVENT), 417,
                "expectation-failed");
    }

    private static String head(String path, String type, String more) {
        return "POST " + path + " HTTP/1.1\nHost: x\nExpect: 100-continue\nPrefer: wait=10\nContent-Type: " + type
                + "\n" + more + "Content-Length: " + EVENT.length() + "\n";
    }
}
