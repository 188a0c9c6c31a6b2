package io.millrace.ingest.http.resource;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.millrace.ingest.testing.ProblemAssertions;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.millrace.ingest.testing.TopicProbe;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams are made and evolved over HTTP; each test has a stream of its own. */
@QuarkusTest
class ContractsTest {
    private static final String FIELDS = """
            {"name": "pk", "type": "string"}, {"name": "event_id", "type": "string"},
            {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}}""";
    private static final String ADDED = ", {\"name\": \"n\", \"type\": \"int\", \"default\": 5}";
    private static final String EVENT = "{\"pk\": \"p\", \"event_id\": \"e\", \"event_time\": 1}";

    private final ServiceClient caller = ServiceClient.ofService();
    private final TopicProbe kafka = new TopicProbe();

    @BeforeEach
    void open() throws Exception {
        ServiceReadiness.await(caller, "/v1/streams/earthquake");
    }

    @AfterEach
    void close() {
        caller.close();
        kafka.close();
    }

    @Test
    void streamIsMadeAndTakesEventsAtOnce() throws Exception {
        HttpResponse<String> made = put("made?partitions=2&retention=P2D", avsc(""));
        HttpResponse<String> again = put("made", avsc(""));

        assertEquals(201, made.statusCode(), made.body());
        assertEquals("created", new JsonPath(made.body()).getString("change"));
        assertEquals(200, again.statusCode(), again.body());
        assertEquals("unchanged", new JsonPath(again.body()).getString("change"));
        assertEquals(2, kafka.partitionCount("made"));
        assertEquals(1, kafka.partitionCount("made.dlq"));
        assertEquals("172800000", kafka.config("made", "retention.ms"));
        assertEquals("1", kafka.config("made", "min.insync.replicas"));
        assertEquals(200, caller.post("/v1/streams/made/events", "application/json", EVENT).statusCode());
    }

    @Test
    void additionIsANewVersionWithAnotherTagAndAView() throws Exception {
        String first = put("grown", avsc("")).headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> grown = put("grown", avsc(ADDED));

        assertEquals(200, grown.statusCode(), grown.body());
        assertEquals("evolved", new JsonPath(grown.body()).getString("change"));
        assertEquals(2, new JsonPath(grown.body()).getInt("contract.version"));
        String second = grown.headers().firstValue("ETag").orElseThrow();
        assertNotEquals(first, second);
        assertEquals(304, schema("grown", second).statusCode());
        HttpResponse<String> fresh = schema("grown", first);
        assertEquals(200, fresh.statusCode());
        assertEquals(second, fresh.headers().firstValue("ETag").orElseThrow());
        HttpResponse<String> view = caller.send(caller.request("/v1/streams/grown/view?dialect=duckdb&table=/t/grown"));
        assertThat(view.body(), containsString("COALESCE(\"n\", CAST(5 AS INTEGER)) AS \"n\""));
        assertThat(view.body(), containsString("FROM delta_scan('/t/grown')"));
    }

    @Test
    void partitionsThatMayBecomeManyAreWarnedOf() throws Exception {
        String text = ", {\"name\": \"airport\", \"type\": \"string\", \"default\": \"?\"}";
        String wanted = avsc(text).replaceFirst("\"fields\"",
                "\"millrace\": {\"partition-by\": [\"event_date\", \"airport\"]}, \"fields\"");

        HttpResponse<String> quiet = put("scattered", avsc(text));
        HttpResponse<String> tried = put("scattered?dry-run=true", wanted);
        HttpResponse<String> warned = put("scattered", wanted);

        assertEquals(java.util.List.of(), new JsonPath(quiet.body()).getList("warnings"));
        assertEquals(200, warned.statusCode(), warned.body());
        JsonPath answer = new JsonPath(warned.body());
        assertEquals(java.util.List.of("/millrace/partition-by", "/millrace/partition-by"),
                answer.getList("warnings.pointer"));
        assertThat(answer.getString("warnings[0].reason"),
                containsString("'airport' is of type string and may have any number of values"));
        assertThat(answer.getString("warnings[1].reason"), containsString("./millrace repartition scattered"));
        assertEquals(answer.getList("warnings"), new JsonPath(tried.body()).getList("warnings"));
    }

    @Test
    void changeThatIsNoAdditionIsAConflictFieldByField() throws Exception {
        put("kept", avsc(ADDED));

        HttpResponse<String> refused = put("kept", avsc(", {\"name\": \"m\", \"type\": \"int\"}"));

        assertEquals(409, refused.statusCode(), refused.body());
        JsonPath problem = new JsonPath(refused.body());
        assertEquals("contract-conflict", problem.getString("code"));
        assertEquals(java.util.List.of("/fields/n", "/fields/m"), problem.getList("errors.pointer"));
        assertEquals(1,
                new JsonPath(caller.send(caller.request("/v1/streams/kept")).body()).getInt("contract.version"));
    }

    @Test
    void partitionsOfAStreamMustStay() throws Exception {
        put("split?partitions=2", avsc(""));

        HttpResponse<String> refused = put("split?partitions=3", avsc(""));

        assertEquals(409, refused.statusCode(), refused.body());
        assertEquals("?partitions", new JsonPath(refused.body()).getString("errors[0].pointer"));
        assertEquals(409, put("unmade?min-insync-replicas=2", avsc("")).statusCode());
        assertEquals(404, caller.send(caller.request("/v1/streams/unmade")).statusCode());
    }

    @Test
    void schemaThatCannotBeAContractSaysWhy() throws Exception {
        HttpResponse<String> noSchema = put("never", "{\"type\": \"nothing\"}");
        HttpResponse<String> noRoles = put("never", "{\"type\": \"record\", \"name\": \"S\", \"fields\": []}");

        for (HttpResponse<String> refused : java.util.List.of(noSchema, noRoles)) {
            assertEquals(422, refused.statusCode(), refused.body());
            assertEquals("no-contract", new JsonPath(refused.body()).getString("code"));
        }
        assertEquals(404, caller.send(caller.request("/v1/streams/never")).statusCode());
    }

    @Test
    void dryRunSaysTheSameAndChangesNothing() throws Exception {
        HttpResponse<String> tried = put("tried?dry-run=true", avsc(""));

        assertEquals(200, tried.statusCode(), tried.body());
        assertEquals("created", new JsonPath(tried.body()).getString("change"));
        assertEquals(404, caller.send(caller.request("/v1/streams/tried")).statusCode());
        assertEquals(409, put("earthquake?dry-run=true", avsc("")).statusCode());
    }

    @Test
    void changeOfAnOutdatedVersionFailsItsPrecondition() throws Exception {
        String first = put("raced", avsc("")).headers().firstValue("ETag").orElseThrow();
        put("raced", avsc(ADDED));

        HttpResponse<String> late = put("raced", avsc(ADDED), "If-Match", first);
        HttpResponse<String> notNew = put("raced", avsc(ADDED), "If-None-Match", "*");

        assertEquals(412, late.statusCode(), late.body());
        assertEquals(412, notNew.statusCode(), notNew.body());
    }

    @Test
    void preconditionMayListTags() throws Exception {
        String tag = put("listed", avsc("")).headers().firstValue("ETag").orElseThrow();

        assertEquals(200, put("listed", avsc(""), "If-Match", "\"a,b\" , " + tag).statusCode());
        assertEquals(200, put("listed", avsc(""), "If-Match", "\"a\"", "If-Match", tag).statusCode());
        assertEquals(412, put("listed", avsc(""), "If-Match", "\"a\", \"b\"").statusCode());
        assertEquals(412, put("listed", avsc(""), "If-Match", "W/" + tag).statusCode());
        assertEquals(412, put("listed", avsc(""), "If-None-Match", "\"a\", W/" + tag).statusCode());
        assertEquals(200, put("listed", avsc(""), "If-None-Match", "\"a\", \"b\"").statusCode());
        for (String broken : java.util.List.of("a", tag + " " + tag, tag + ", x", "*, " + tag, ",", tag.substring(1))) {
            ProblemAssertions.assertProblem(put("listed", avsc(ADDED), "If-Match", broken), 400, "bad-header");
        }
        assertEquals(304, schema("listed", "\"a\", W/" + tag).statusCode());
        assertEquals(200, schema("listed", "\"x" + tag.substring(1)).statusCode());
    }

    @Test
    void streamThatCannotHaveItsTopicOfDeadLettersLeavesNothingBehind() throws Exception {
        // To Kafka the dot and the underscore are the same in names of topics.
        assertEquals(201, put("orphan_dlq", avsc("")).statusCode());

        for (String query : java.util.List.of("?dry-run=true", "")) {
            HttpResponse<String> refused = put("orphan" + query, avsc(""));

            assertEquals(422, refused.statusCode(), refused.body());
            assertEquals("topic-refused", new JsonPath(refused.body()).getString("code"));
        }
        assertFalse(kafka.topics().contains("orphan"));
        assertFalse(kafka.topics().contains("orphan.dlq"));
    }

    @Test
    void charsetThatIsNotReadIsNamedAsTheReason() throws Exception {
        for (String path : java.util.List.of("/v1/streams/charset", "/v1/streams/earthquake/events/x")) {
            HttpResponse<String> refused = caller
                    .send(caller.request(path, "Content-Type", "application/json; charset=iso-8859-1")
                            .PUT(HttpRequest.BodyPublishers.ofString(avsc(""))));
            String detail = ProblemAssertions.assertProblem(refused, 415, "unsupported-media-type").getString("detail");
            assertThat(detail, containsString("charset"));
        }
        assertEquals(201, caller.send(caller.request("/v1/streams/charset", "Content-Type",
                "application/json; charset=\"UTF-8\"").PUT(HttpRequest.BodyPublishers.ofString(avsc(""))))
                .statusCode());
    }

    @Test
    void whatIsNotUnderstoodIsRefused() throws Exception {
        assertEquals(400, put("Bad.Name", avsc("")).statusCode());
        assertEquals(400, put("x?partitions=0", avsc("")).statusCode());
        assertEquals(400, put("x?retention=soon", avsc("")).statusCode());
        assertEquals(415, caller.send(caller.request("/v1/streams/x", "Content-Type", "text/plain")
                .PUT(HttpRequest.BodyPublishers.ofString(avsc("")))).statusCode());
        assertEquals(422, put("x?replication-factor=9", avsc("")).statusCode());
        assertEquals(400, caller.send(caller.request("/v1/streams/earthquake/view?dialect=sybase")).statusCode());
        assertEquals(400,
                caller.send(caller.request("/v1/streams/earthquake/view?dialect=spark&table=a%27b")).statusCode());
    }

    private HttpResponse<String> schema(String stream, String tag) throws Exception {
        return caller.send(caller.request("/v1/streams/" + stream + "/schema", "If-None-Match", tag));
    }

    private HttpResponse<String> put(String stream, String avsc, String... headers) throws Exception {
        return caller.send(caller.request("/v1/streams/" + stream, headers).header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(avsc)));
    }

    private static String avsc(String more) {
        return "{\"type\": \"record\", \"name\": \"S\", \"fields\": [" + FIELDS + more + "]}";
    }
}
