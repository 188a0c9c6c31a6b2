package io.millrace.ingest.http.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.testing.EventStorageTest;
import io.millrace.ingest.testing.ProblemAssertions;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request with an unknown or inexact query parameter is refused and has no effect. */
@QuarkusTest
class QueryParametersTest extends EventStorageTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String AVSC = """
            {"type": "record", "name": "S", "fields": [
              {"name": "pk", "type": "string"}, {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}""";

    @Inject
    ContractRegistry registry;

    private final String stream = "query-" + NUMBER.incrementAndGet();

    @ParameterizedTest
    @ValueSource(strings = {"dry-run", "dry-run=", "dry-run=1", "dry-run=TRUE", "dry-run=True", "dry-run=yes",
            "dry-run=true%20", "dryRun=true", "dry_run=true", "DRY-RUN=true", "dry-run=true&dry-run=true",
            "dry-run=false&dry-run=true", "dry-run=%zz", "dry-run=%ff", "%64ryrun=true", "retention=P1M1D",
            "retention=P1Y2D", "retention=P1Y", "retention=P1W1D", "retention=P1.5D", "retention=-P1D",
            "retention=P2DT-1H", "retention=PT1H0.00001S", "retention=PT59M", "retention=P99999999D", "retention=7",
            "retention=", "retention=P1DT", "retention=P", "retention=P1D&retention=P2D", "retention=p1d",
            "dead-letter-retention=P1M", "partitions=+3", "partitions=03", "partitions=3.0", "partitions=1001",
            "partitions=%D9%A3", "partition=3", "replicas=1", "x"})
    void inexactParameterIsRefusedAndCreatesNoStream(String query) throws Exception {
        HttpResponse<String> refused = put(query);

        JsonPath problem = ProblemAssertions.assertProblem(refused, 400, "bad-request");
        assertTrue(problem.getString("detail").contains("query"), refused.body());
        assertEquals(List.of(), registry.versions(new StreamName(stream)));
        assertFalse(kafka.topics().contains(stream), "the topic was created");
    }

    static Stream<String> routesWithoutParameters() {
        return Stream.of("GET /v1/streams", "GET /v1/streams/earthquake", "GET /v1/streams/earthquake/schema",
                "GET /openapi", "POST /v1/streams/earthquake/events", "POST /v1/streams/earthquake/events:validate",
                "PUT /v1/streams/earthquake/events/q@1", "POST /v1/streams/earthquake/cdc/debezium",
                "POST /v1/cloudevents", "POST /v1/cdc/debezium", "POST /topics/earthquake",
                "GET /v1/streams/earthquake/view", "PUT /v1/streams/earthquake");
    }

    @ParameterizedTest
    @MethodSource("routesWithoutParameters")
    void noRouteTakesAParameterThatItDoesNotKnow(String route) throws Exception {
        String[] parts = route.split(" ");

        HttpResponse<String> refused = caller
                .send(caller.request(parts[1] + "?dialect=spark&no-such=1", "Content-Type", "application/json")
                        .method(parts[0], parts[0].equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(TestContracts.earthquake("q", "q@1"))));

        JsonPath problem = ProblemAssertions.assertProblem(refused, 400, "bad-request");
        assertTrue(problem.getString("detail").contains("query parameter"), refused.body());
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void dialectOfAViewIsGivenOnce() throws Exception {
        String view = "/v1/streams/earthquake/view?";
        assertEquals(200, caller.send(caller.request(view + "dialect=spark&")).statusCode());
        ProblemAssertions.assertProblem(caller.send(caller.request(view + "dialect=spark&dialect=duckdb")), 400,
                "bad-request");
        ProblemAssertions.assertProblem(caller.send(caller.request(view + "dialect=Spark")), 400, "bad-request");
        ProblemAssertions.assertProblem(caller.send(caller.request(view + "dialect")), 400, "bad-request");
        ProblemAssertions.assertProblem(caller.send(caller.request(view + "table=t")), 400, "bad-request");
    }

    @Test
    void switchThatIsOffIsOff() throws Exception {
        assertEquals(200, put("dry-run=true").statusCode());
        assertEquals(404, caller.send(caller.request("/v1/streams/" + stream)).statusCode());
        assertEquals(201, put("dry-run=false").statusCode());
    }

    @Test
    void durationIsTakenWhole() throws Exception {
        assertEquals(201, put("retention=P1DT12H30M0.5S").statusCode());
        assertEquals("131400500", kafka.config(stream, "retention.ms"));
        assertEquals(200, put("retention=P2W").statusCode());
        assertEquals("1209600000", kafka.config(stream, "retention.ms"));
    }

    @Test
    void deadLettersAreKeptForThirtyDaysAndLongerThanTheEvents() throws Exception {
        assertEquals(201, put("").statusCode());
        assertEquals(days(30), kafka.config(stream + ".dlq", "retention.ms"));

        assertEquals(200, put("retention=P2D").statusCode());
        assertEquals(days(30), kafka.config(stream + ".dlq", "retention.ms"));

        assertEquals(200, put("retention=P60D").statusCode());
        assertEquals(days(120), kafka.config(stream + ".dlq", "retention.ms"));
    }

    @Test
    void deadLettersHaveTheRetentionThatIsAskedForUnlessItIsShorterThanThatOfTheEvents() throws Exception {
        assertEquals(201, put("retention=P2D&dead-letter-retention=P3D").statusCode());
        assertEquals(days(3), kafka.config(stream + ".dlq", "retention.ms"));
        assertEquals(200, put("").statusCode());
        assertEquals(days(3), kafka.config(stream + ".dlq", "retention.ms"));

        for (String query : new String[]{"dead-letter-retention=P1D", "retention=P4D&dead-letter-retention=P3D"}) {
            HttpResponse<String> shorter = put(query);
            assertEquals(409, shorter.statusCode(), shorter.body());
            assertEquals("?dead-letter-retention", new JsonPath(shorter.body()).getString("errors[0].pointer"));
        }
        assertEquals(days(3), kafka.config(stream + ".dlq", "retention.ms"));
        assertEquals(days(2), kafka.config(stream, "retention.ms"));
    }

    @Test
    void lettersOfANewStreamAreNotKeptShorterThanTheBrokerKeepsEvents() throws Exception {
        HttpResponse<String> shorter = put("dead-letter-retention=PT1H");

        assertEquals(409, shorter.statusCode(), shorter.body());
        assertEquals("?dead-letter-retention", new JsonPath(shorter.body()).getString("errors[0].pointer"));
        assertEquals("The topic of the stream cannot have these settings; nothing was changed",
                new JsonPath(shorter.body()).getString("detail"));
    }

    private static String days(int days) {
        return Long.toString(days * 86_400_000L);
    }

    private HttpResponse<String> put(String query) throws Exception {
        String path = "/v1/streams/" + stream + (query.isEmpty() ? "" : "?" + query);
        if (query.contains("%zz")) {
            // A client would not send it.
            String[] answer = caller.raw("PUT " + path + " HTTP/1.1\nHost: x\nContent-Type: application/json\n"
                    + "Content-Length: " + AVSC.length() + "\n\n" + AVSC).split("\r\n\r\n", 2);
            assertTrue(answer[0].startsWith("HTTP/1.1 400 "), answer[0]);
            return put("dry-run=1");
        }
        return caller.send(caller.request(path).header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(AVSC)));
    }
}
