package io.millrace.ingest.http;

import static io.millrace.ingest.testing.TestContracts.withFields;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Inject;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.millrace.ingest.testing.TopicProbe;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quality rules as a caller of the API sees them; each test has a stream of its own. */
@QuarkusTest
class QualityRuleAnswersTest {
    private static final String JSON = "application/json";
    private static final String POSITIVE = "{\"name\": \"positive\", \"expr\": \"n > 0\"}";
    private static final String WRONG = "{\"name\": \"wrong\", \"expr\": \"n > nope\"}";

    @Inject
    ContractCatalog catalog;
    @Inject
    ContractRegistry registry;

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
    void eventThatBreaksARuleIsRefusedWhicheverWayItComes() throws Exception {
        assertEquals(201, caller.putStream("r-ways", ruled(POSITIVE)).statusCode());
        Contract contract = catalog.find(new StreamName("r-ways")).orElseThrow().latest();
        String path = "/v1/streams/r-ways/events";

        List<HttpResponse<String>> responses = new ArrayList<>();
        responses.add(caller.post(path, JSON, event(0)));
        responses.add(caller.post(path, JSON, "[" + event(1) + "," + event(0) + "]"));
        responses.add(caller.post(path, "application/x-ndjson", event(1) + "\n" + event(0)));
        responses.add(caller.post(path + ":validate", JSON, event(0)));
        responses.add(caller.post(path, "application/vnd.apache.avro+binary", RecordCodec.encode(contract,
                new GenericRecordBuilder(contract.schema()).set("pk", "p").set("event_id", "e").set("event_time", 1L)
                        .set("n", 0).build())));
        responses.add(caller.post(path, "application/cloudevents+json", "{\"specversion\": \"1.0\", \"id\": \"1\","
                + " \"source\": \"/s\", \"type\": \"t\", \"data\": " + event(0) + "}"));
        responses.add(caller.post("/topics/r-ways", "application/vnd.kafka.json.v2+json",
                "{\"records\": [{\"value\": " + event(0) + "}]}"));

        for (HttpResponse<String> response : responses) {
            assertEquals(422, response.statusCode(), response.body());
            JsonPath problem = new JsonPath(response.body());
            assertEquals("rule", problem.getString("code"));
            assertEquals("positive", problem.getString("errors[0].rule"));
            assertEquals("/n", problem.getString("errors[0].pointer"));
            assertEquals("rule positive is not met: n > 0", problem.getString("errors[0].reason"));
        }
        assertEquals(List.of(), kafka.records("r-ways"));
    }

    @Test
    void lenientRequestStoresTheOtherEvents() throws Exception {
        caller.putStream("r-lenient", ruled(POSITIVE));

        HttpResponse<String> response = caller.post("/v1/streams/r-lenient/events", JSON,
                "[" + event(1) + "," + event(0).replace("\"e\"", "\"e2\"") + "]", "Prefer", "handling=lenient");

        assertEquals(207, response.statusCode(), response.body());
        assertEquals("rule", new JsonPath(response.body()).getString("results[1].code"));
        assertEquals("positive", new JsonPath(response.body()).getString("results[1].errors[0].rule"));
        assertEquals(1, kafka.records("r-lenient").size());
    }

    @Test
    void failuresAreCountedByRule() throws Exception {
        caller.putStream("r-count", ruled(POSITIVE.replace("}", ", \"onFailure\": \"NONE\"}")));

        assertEquals(200, caller.post("/v1/streams/r-count/events", JSON, event(0)).statusCode());

        try (ServiceClient metrics = ServiceClient.ofManagement()) {
            assertThat(metrics.send(metrics.request("/metrics")).body(), containsString(
                    "millrace_rule_failures_total{on_failure=\"NONE\",rule=\"positive\",stream=\"r-count\"} 1.0"));
        }
    }

    @Test
    void contractWithARuleThatCannotBeRunIsRefusedWithThePosition() throws Exception {
        HttpResponse<String> refused = caller.putStream("r-wrong", ruled(POSITIVE + "," + WRONG));
        HttpResponse<String> tried = caller.putStream("r-wrong?dry-run=true", ruled(POSITIVE + "," + WRONG));

        for (HttpResponse<String> response : List.of(refused, tried)) {
            assertEquals(409, response.statusCode(), response.body());
            JsonPath problem = new JsonPath(response.body());
            assertEquals("invalid-rule", problem.getString("code"));
            assertEquals("/millrace/rules/1/expr", problem.getString("errors[0].pointer"));
            assertEquals("line 1, column 5: undeclared reference to 'nope' (in container '')",
                    problem.getString("errors[0].reason"));
        }
        assertEquals(404, caller.send(caller.request("/v1/streams/r-wrong")).statusCode());
    }

    @Test
    void versionWithSuchARuleInTheRegistryIsNotUsed() throws Exception {
        caller.putStream("r-found", ruled(POSITIVE));
        registry.register(new StreamName("r-found"), ruled(WRONG));
        catalog.refresh();

        assertEquals(200, caller.post("/v1/streams/r-found/events", JSON, event(1)).statusCode());
        assertEquals(422, caller.post("/v1/streams/r-found/events", JSON, event(0)).statusCode());
        assertThat(catalog.refused().get(new StreamName("r-found")), containsString("undeclared reference to 'nope'"));
    }

    @Test
    void rulesMayChangeBetweenVersions() throws Exception {
        caller.putStream("r-change", ruled(POSITIVE));

        HttpResponse<String> changed = caller.putStream("r-change", ruled(POSITIVE.replace("n > 0", "n >= 0")));

        assertEquals(200, changed.statusCode(), changed.body());
        assertEquals("evolved", new JsonPath(changed.body()).getString("change"));
        assertEquals(200, caller.post("/v1/streams/r-change/events", JSON, event(0)).statusCode());
        assertEquals(422, caller.post("/v1/streams/r-change/events", JSON, event(-1)).statusCode());
    }

    private static String ruled(String rules) {
        return withFields(", {\"name\": \"n\", \"type\": \"int\"}").replaceFirst("\"fields\"",
                "\"millrace\": {\"rules\": [" + rules + "]}, \"fields\"");
    }

    private static String event(int n) {
        return "{\"pk\": \"p\", \"event_id\": \"e\", \"event_time\": 1, \"n\": " + n + "}";
    }
}
