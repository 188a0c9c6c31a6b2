package io.millrace.ingest.http.resource;

import static io.millrace.ingest.testing.TestContracts.withFields;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import io.millrace.ingest.testing.ProblemAssertions;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shared types are registered and evolved over HTTP, in the real registry; each test has types of its own. */
@QuarkusTest
class TypesTest {
    private static final String CITY = ", {\"name\": \"city\", \"type\": \"string\", \"default\": \"?\"}";

    private final ServiceClient caller = ServiceClient.ofService();

    @BeforeEach
    void open() throws Exception {
        ServiceReadiness.await(caller, "/v1/streams/earthquake");
    }

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void streamIsBoundToTheNewestVersionOfATypeWhenItsContractIsPut() throws Exception {
        HttpResponse<String> made = putType("bound.Region", region("bound", ""));
        HttpResponse<String> stream = caller.putStream("bound", contract("bound.Region"));
        HttpResponse<String> evolved = putType("bound.Region", region("bound", CITY));

        assertEquals(201, made.statusCode(), made.body());
        assertEquals("created", new JsonPath(made.body()).getString("change"));
        assertEquals(201, stream.statusCode(), stream.body());
        assertEquals(List.of(Map.of("type", "bound.Region", "version", "1")),
                new JsonPath(stream.body()).getList("contract.types"));
        assertEquals(200, evolved.statusCode(), evolved.body());
        assertEquals("evolved", new JsonPath(evolved.body()).getString("change"));
        assertEquals(List.of(Map.of("stream", "bound", "contract_version", 1, "version", "1", "newest", false)),
                new JsonPath(evolved.body()).getList("streams"));
        String event = "{\"pk\": \"p\", \"event_id\": \"e\", \"event_time\": 1, \"site\": {\"code\": \"de\"%s}}";
        String withCity = event.formatted(", \"city\": \"Ulm\"");
        assertEquals(422, send("bound", withCity), "the new field is not known before the contract is bound to it");
        assertEquals(200, send("bound", event.formatted("")));

        HttpResponse<String> again = caller.putStream("bound", contract("bound.Region"));

        assertEquals(200, again.statusCode(), again.body());
        assertEquals("evolved", new JsonPath(again.body()).getString("change"));
        assertEquals(2, new JsonPath(again.body()).getInt("contract.version"));
        assertEquals(200, send("bound", withCity));
        JsonPath type = new JsonPath(get("/v1/types/bound.Region").body());
        assertEquals(List.of(Map.of("stream", "bound", "contract_version", 2, "version", "2", "newest", true)),
                type.getList("streams"));
        assertEquals(List.of("code", "city"), type.getList("schema.fields.name"));
        assertEquals("unchanged",
                new JsonPath(caller.putStream("bound", contract("bound.Region")).body()).getString("change"));
        assertEquals("unchanged", new JsonPath(caller.putStream("bound", get("/v1/streams/bound/schema").body()).body())
                .getString("change"), "the schema as a reader gets it changes nothing");
        assertEquals(List.of("bound"),
                new JsonPath(get("/v1/types").body()).getList("types.find {it.type == 'bound.Region'}.streams"));
    }

    @Test
    void changeThatIsNoAdditionIsAConflictFieldByField() throws Exception {
        putType("kept.Region", region("kept", CITY));

        JsonPath problem = ProblemAssertions.assertProblem(
                putType("kept.Region", region("kept", ", {\"name\": \"m\", \"type\": \"int\"}")), 409, "type-conflict");

        assertEquals(List.of("/fields/city", "/fields/m"), problem.getList("errors.pointer"));
        assertEquals("1", new JsonPath(get("/v1/types/kept.Region").body()).getString("version"));
        assertEquals("unchanged",
                new JsonPath(putType("kept.Region", region("kept", CITY)).body()).getString("change"));
    }

    @Test
    void unknownTypeRefusesTheContractAtItsFieldAndSaysHowToRegisterIt() throws Exception {
        for (String query : List.of("", "?dry-run=true")) {
            JsonPath problem = ProblemAssertions
                    .assertProblem(caller.putStream("lost" + query, contract("lost.Region")), 422, "no-contract");

            assertEquals(List.of("/fields/site"), problem.getList("errors.pointer"));
            assertThat(problem.getString("errors[0].reason"), containsString("PUT /v1/types/lost.Region"));
        }
        assertEquals(404, get("/v1/streams/lost").statusCode());
    }

    @Test
    void dryRunSaysTheSameAndChangesNothing() throws Exception {
        HttpResponse<String> tried = putType("tried.Region?dry-run=true", region("tried", ""));

        assertEquals(200, tried.statusCode(), tried.body());
        assertEquals("created", new JsonPath(tried.body()).getString("change"));
        ProblemAssertions.assertProblem(get("/v1/types/tried.Region"), 404, "unknown-shared-type");
    }

    @Test
    void changeOfAnOutdatedVersionFailsItsPrecondition() throws Exception {
        String first = putType("raced.Region", region("raced", "")).headers().firstValue("ETag").orElseThrow();
        String second = putType("raced.Region", region("raced", CITY), "If-Match", first).headers().firstValue("ETag")
                .orElseThrow();

        assertEquals(412, putType("raced.Region", region("raced", CITY), "If-Match", first).statusCode());
        assertEquals(412, putType("raced.Region", region("raced", CITY), "If-None-Match", "*").statusCode());
        assertEquals(200, putType("raced.Region", region("raced", CITY), "If-Match", second).statusCode());
        assertEquals(second, get("/v1/types/raced.Region").headers().firstValue("ETag").orElseThrow());
    }

    @Test
    void whatCannotBeASharedTypeIsRefusedWithTheReason() throws Exception {
        JsonPath roles = ProblemAssertions.assertProblem(putType("refused.Region",
                region("refused", "").replaceFirst("\"fields\"", "\"millrace\": {\"pk\": \"code\"}, \"fields\"")), 422,
                "invalid-type");
        assertEquals(List.of("/millrace"), roles.getList("errors.pointer"));
        ProblemAssertions.assertProblem(putType("refused.Region", region("another", "")), 422, "invalid-type");
        ProblemAssertions.assertProblem(putType("Region", region("refused", "")), 400, "bad-request");
        ProblemAssertions.assertProblem(putType("refused.Region?partitions=1", region("refused", "")), 400,
                "bad-request");
        ProblemAssertions.assertProblem(get("/v1/types/refused.Region"), 404, "unknown-shared-type");
        ProblemAssertions.assertProblem(get("/v1/types/Region"), 404, "unknown-shared-type");
        assertFalse(get("/v1/types").body().contains("refused.Region"));
    }

    @Test
    void typeThatAContractTookFromTheRegistryCannotBeDefinedInItLater() throws Exception {
        putType("twice.Region", region("twice", ""));
        caller.putStream("twice", contract("twice.Region"));
        String inline = withFields(", {\"name\": \"site\", \"type\": " + region("twice", CITY) + "}");

        JsonPath problem = ProblemAssertions.assertProblem(caller.putStream("twice", inline), 409, "contract-conflict");

        assertEquals(List.of("/fields/site"), problem.getList("errors.pointer"));
    }

    private int send(String stream, String event) throws Exception {
        return caller.post("/v1/streams/" + stream + "/events", "application/json", event).statusCode();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return caller.send(caller.request(path));
    }

    private HttpResponse<String> putType(String type, String avsc, String... headers) throws Exception {
        return caller.send(caller.request("/v1/types/" + type, headers).header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(avsc)));
    }

    private static String contract(String type) {
        return withFields(", {\"name\": \"site\", \"type\": \"" + type + "\"}");
    }

    private static String region(String namespace, String more) {
        return "{\"type\": \"record\", \"name\": \"Region\", \"namespace\": \"" + namespace
                + "\", \"fields\": [{\"name\": \"code\", \"type\": \"string\"}" + more + "]}";
    }
}
