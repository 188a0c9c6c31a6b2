package io.millrace.ingest.http.resource;

import static io.millrace.ingest.testing.TestContracts.withFields;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

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
        HttpResponse<String> made = caller.putStream("made?partitions=2&retention=P2D", withFields(""));
        HttpResponse<String> again = caller.putStream("made", withFields(""));

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
        String first = caller.putStream("grown", withFields("")).headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> grown = caller.putStream("grown", withFields(ADDED));

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
        String wanted = withFields(text).replaceFirst("\"fields\"",
                "\"millrace\": {\"partition-by\": [\"event_date\", \"airport\"]}, \"fields\"");

        HttpResponse<String> quiet = caller.putStream("scattered", withFields(text));
        HttpResponse<String> tried = caller.putStream("scattered?dry-run=true", wanted);
        HttpResponse<String> warned = caller.putStream("scattered", wanted);

        assertEquals(List.of(), new JsonPath(quiet.body()).getList("warnings"));
        assertEquals(200, warned.statusCode(), warned.body());
        JsonPath answer = new JsonPath(warned.body());
        assertEquals(List.of("/millrace/partition-by", "/millrace/partition-by"),
                answer.getList("warnings.pointer"));
        assertThat(answer.getString("warnings[0].reason"),
                containsString("'airport' is of type string and may have any number of values"));
        assertThat(answer.getString("warnings[1].reason"), containsString("./millrace repartition scattered"));
        assertEquals(answer.getList("warnings"), new JsonPath(tried.body()).getList("warnings"));
    }

    @Test
    void changeThatIsNoAdditionIsAConflictFieldByField() throws Exception {
        caller.putStream("kept", withFields(ADDED));

        HttpResponse<String> refused = caller.putStream("kept", withFields(", {\"name\": \"m\", \"type\": \"int\"}"));

        assertEquals(409, refused.statusCode(), refused.body());
        JsonPath problem = new JsonPath(refused.body());
        assertEquals("contract-conflict", problem.getString("code"));
        assertEquals(List.of("/fields/n", "/fields/m"), problem.getList("errors.pointer"));
        assertEquals(1,
                new JsonPath(caller.send(caller.request("/v1/streams/kept")).body()).getInt("contract.version"));
    }

    @Test
    void partitionsOfAStreamMustStay() throws Exception {
        caller.putStream("split?partitions=2", withFields(""));

        HttpResponse<String> refused = caller.putStream("split?partitions=3", withFields(""));

        assertEquals(409, refused.statusCode(), refused.body());
        assertEquals("?partitions", new JsonPath(refused.body()).getString("errors[0].pointer"));
        assertEquals(409, caller.putStream("unmade?min-insync-replicas=2", withFields("")).statusCode());
        assertEquals(404, caller.send(caller.request("/v1/streams/unmade")).statusCode());
    }

    @Test
    void schemaThatCannotBeAContractSaysWhy() throws Exception {
        HttpResponse<String> noSchema = caller.putStream("never", "{\"type\": \"nothing\"}");
        HttpResponse<String> noRoles = caller.putStream("never",
                "{\"type\": \"record\", \"name\": \"S\", \"fields\": []}");

        for (HttpResponse<String> refused : List.of(noSchema, noRoles)) {
            assertEquals(422, refused.statusCode(), refused.body());
            assertEquals("no-contract", new JsonPath(refused.body()).getString("code"));
        }
        assertEquals(404, caller.send(caller.request("/v1/streams/never")).statusCode());
    }

    @Test
    void dryRunSaysTheSameAndChangesNothing() throws Exception {
        HttpResponse<String> tried = caller.putStream("tried?dry-run=true", withFields(""));

        assertEquals(200, tried.statusCode(), tried.body());
        assertEquals("created", new JsonPath(tried.body()).getString("change"));
        assertEquals(404, caller.send(caller.request("/v1/streams/tried")).statusCode());
        assertEquals(1, version(tried));
        caller.putStream("tried", withFields(""));
        assertEquals(1, version(caller.putStream("tried?dry-run=true", withFields(""))));
        assertEquals(2, version(caller.putStream("tried?dry-run=true", withFields(ADDED))));
        assertEquals(2, version(caller.putStream("tried", withFields(ADDED))));
        assertEquals(409, caller.putStream("earthquake?dry-run=true", withFields("")).statusCode());
    }

    private static int version(HttpResponse<String> answer) {
        return new JsonPath(answer.body()).getInt("contract.version");
    }

    @Test
    void changeOfAnOutdatedVersionFailsItsPrecondition() throws Exception {
        String first = caller.putStream("raced", withFields("")).headers().firstValue("ETag").orElseThrow();
        caller.putStream("raced", withFields(ADDED));

        HttpResponse<String> late = caller.putStream("raced", withFields(ADDED), "If-Match", first);
        HttpResponse<String> notNew = caller.putStream("raced", withFields(ADDED), "If-None-Match", "*");

        assertEquals(412, late.statusCode(), late.body());
        assertEquals(412, notNew.statusCode(), notNew.body());
    }

    @Test
    void preconditionMayListTags() throws Exception {
        String tag = caller.putStream("listed", withFields("")).headers().firstValue("ETag").orElseThrow();

        assertEquals(200, caller.putStream("listed", withFields(""), "If-Match", "\"a,b\" , " + tag).statusCode());
        assertEquals(200,
                caller.putStream("listed", withFields(""), "If-Match", "\"a\"", "If-Match", tag).statusCode());
        assertEquals(412, caller.putStream("listed", withFields(""), "If-Match", "\"a\", \"b\"").statusCode());
        assertEquals(412, caller.putStream("listed", withFields(""), "If-Match", "W/" + tag).statusCode());
        assertEquals(412, caller.putStream("listed", withFields(""), "If-None-Match", "\"a\", W/" + tag).statusCode());
        assertEquals(200, caller.putStream("listed", withFields(""), "If-None-Match", "\"a\", \"b\"").statusCode());
        for (String broken : List.of("a", tag + " " + tag, tag + ", x", "*, " + tag, ",", tag.substring(1))) {
            ProblemAssertions.assertProblem(caller.putStream("listed", withFields(ADDED), "If-Match", broken), 400,
                    "bad-header");
        }
        assertEquals(304, schema("listed", "\"a\", W/" + tag).statusCode());
        assertEquals(200, schema("listed", "\"x" + tag.substring(1)).statusCode());
    }

    @Test
    void streamThatCannotHaveItsTopicOfDeadLettersLeavesNothingBehind() throws Exception {
        // To Kafka the dot and the underscore are the same in names of topics.
        kafka.create("orphan_dlq");
        ProblemAssertions.assertProblem(caller.putStream("orphan_dlq", withFields("")), 400, "bad-request");

        for (String query : List.of("?dry-run=true", "")) {
            HttpResponse<String> refused = caller.putStream("orphan" + query, withFields(""));

            assertEquals(422, refused.statusCode(), refused.body());
            assertEquals("topic-refused", new JsonPath(refused.body()).getString("code"));
        }
        assertFalse(kafka.topics().contains("orphan"));
        assertFalse(kafka.topics().contains("orphan.dlq"));
    }

    @Test
    void charsetThatIsNotReadIsNamedAsTheReason() throws Exception {
        for (String path : List.of("/v1/streams/charset", "/v1/streams/earthquake/events/x")) {
            HttpResponse<String> refused = caller
                    .send(caller.request(path, "Content-Type", "application/json; charset=iso-8859-1")
                            .PUT(HttpRequest.BodyPublishers.ofString(withFields(""))));
            String detail = ProblemAssertions.assertProblem(refused, 415, "unsupported-media-type").getString("detail");
            assertThat(detail, containsString("charset"));
        }
        assertEquals(201, caller.send(caller.request("/v1/streams/charset", "Content-Type",
                "application/json; charset=\"UTF-8\"").PUT(HttpRequest.BodyPublishers.ofString(withFields(""))))
                .statusCode());
    }

    @Test
    void whatIsNotUnderstoodIsRefused() throws Exception {
        assertEquals(400, caller.putStream("Bad.Name", withFields("")).statusCode());
        assertEquals(400, caller.putStream("x?partitions=0", withFields("")).statusCode());
        assertEquals(400, caller.putStream("x?retention=soon", withFields("")).statusCode());
        assertEquals(415, caller.send(caller.request("/v1/streams/x", "Content-Type", "text/plain")
                .PUT(HttpRequest.BodyPublishers.ofString(withFields("")))).statusCode());
        assertEquals(422, caller.putStream("x?replication-factor=9", withFields("")).statusCode());
        assertEquals(400, caller.send(caller.request("/v1/streams/earthquake/view?dialect=sybase")).statusCode());
        assertEquals(400,
                caller.send(caller.request("/v1/streams/earthquake/view?dialect=spark&table=a%27b")).statusCode());
    }

    private HttpResponse<String> schema(String stream, String tag) throws Exception {
        return caller.send(caller.request("/v1/streams/" + stream + "/schema", "If-None-Match", tag));
    }
}
