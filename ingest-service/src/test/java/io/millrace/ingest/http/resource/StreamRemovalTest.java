package io.millrace.ingest.http.resource;

import static io.millrace.ingest.testing.TestWaits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway says and records when a stream is to be deleted; each test has a stream of its own. */
@QuarkusTest
class StreamRemovalTest {
    private static final String CONTRACT = """
            {"type": "record", "name": "S", "fields": [
              {"name": "pk", "type": "string"}, {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}}%s]}""";
    private static final String EVENT = "{\"pk\": \"p\", \"event_id\": \"e\", \"event_time\": 1}";

    private final ServiceClient caller = ServiceClient.ofService();
    private final String stream = "removed-" + UUID.randomUUID();
    private final StreamName name = new StreamName(stream);

    @Inject
    ContractRegistry registry;

    @BeforeEach
    void open() throws Exception {
        ServiceReadiness.await(caller, "/v1/streams/earthquake");
        assertEquals(201, put("").statusCode());
    }

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void streamWithDataIsNotDeletedUntilItIsSaidWhatBecomesOfThem() throws Exception {
        assertEquals(200, post().statusCode());

        HttpResponse<String> refused = delete("");

        assertEquals(409, refused.statusCode(), refused.body());
        JsonPath problem = new JsonPath(refused.body());
        assertEquals("stream-in-use", problem.getString("code"));
        assertTrue(problem.getString("detail").startsWith("Kafka holds 1 events and 0 dead letters"), refused.body());
        assertTrue(problem.getString("detail").contains("?data=keep"), refused.body());
        assertEquals(new StreamState.Active(0), registry.state(name));
        assertEquals(200, post().statusCode());
    }

    @Test
    void streamWithoutDataIsDeletedAtOnceAndKeptIfSomeCome() throws Exception {
        HttpResponse<String> begun = delete("");
        assertEquals(202, begun.statusCode(), begun.body());
        assertEquals("keep-unless-empty", new JsonPath(begun.body()).getString("data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?data=keep", "?data=delete"})
    void streamThatIsBeingDeletedTakesNothingAndSaysSo(String query) throws Exception {
        // given
        assertEquals(200, post().statusCode());
        // when
        HttpResponse<String> begun = delete(query);
        // then
        assertEquals(202, begun.statusCode(), begun.body());
        JsonPath answer = new JsonPath(begun.body());
        assertEquals("deleting", answer.getString("state"));
        assertEquals(query.substring(6), answer.getString("data"));
        assertEquals(1, answer.getInt("events"));
        assertEquals(List.of(), answer.getList("consumer_groups"));
        for (HttpResponse<String> refused : List.of(post(), put(""), put("?dry-run=true"),
                caller.post("/v1/streams/" + stream + "/events:validate", "application/json", EVENT))) {
            assertEquals(409, refused.statusCode(), refused.body());
            assertEquals("stream-deleting", new JsonPath(refused.body()).getString("code"));
            assertEquals("not_stored", new JsonPath(refused.body()).getString("outcome"));
        }
        HttpResponse<String> shown = caller.send(caller.request("/v1/streams/" + stream));
        assertEquals(query.substring(6), new JsonPath(shown.body()).getString("deletion.data"), shown.body());
        assertFalse(caller.send(caller.request("/v1/streams")).body().contains(stream));
        assertEquals(answer.getString("since"), new JsonPath(delete(query).body()).getString("since"));
    }

    @Test
    void streamThatIsBeingDeletedHasNoSeries() throws Exception {
        try (ServiceClient management = ServiceClient.ofManagement()) {
            assertEquals(200, post().statusCode());
            String label = "stream=\"" + stream + "\"";
            assertTrue(management.send(management.request("/metrics")).body().contains(label));

            assertEquals(202, delete("?data=delete").statusCode());

            await("no series of the stream")
                    .until(() -> !management.send(management.request("/metrics")).body().contains(label));
        }
    }

    @Test
    void dryRunSaysTheSameAndChangesNothing() throws Exception {
        HttpResponse<String> tried = delete("?data=delete&dry-run=true");
        assertEquals(200, tried.statusCode(), tried.body());
        assertTrue(new JsonPath(tried.body()).getBoolean("dry_run"));
        assertEquals(new StreamState.Active(0), registry.state(name));
        assertEquals(200, post().statusCode());
    }

    @Test
    void whatWasToBeKeptMayBeDeletedAndNotTheOtherWayRound() throws Exception {
        assertEquals(202, delete("?data=keep").statusCode());
        HttpResponse<String> more = delete("?data=delete");
        assertEquals("delete", new JsonPath(more.body()).getString("data"), more.body());
        HttpResponse<String> refused = delete("?data=keep");
        assertEquals(409, refused.statusCode(), refused.body());
        assertEquals("stream-deleting", new JsonPath(refused.body()).getString("code"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?data=", "?data=none", "?data=KEEP", "?data=keep&data=keep", "?dry-run", "?dry-run=TRUE",
            "?dryRun=true", "?force=true"})
    void queryThatIsNotKnownIsRefusedAndNothingIsDeleted(String query) throws Exception {
        HttpResponse<String> answer = delete(query);
        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(new StreamState.Active(0), registry.state(name));
    }

    @Test
    void streamThatIsNotThereIsUnknown() throws Exception {
        registry.record(name, new StreamState.Deleted(0));
        for (String path : List.of(stream, "never-was", "Bad.Name")) {
            HttpResponse<String> answer = caller.send(caller.request("/v1/streams/" + path + "?data=delete").DELETE());
            assertEquals(404, answer.statusCode(), answer.body());
            assertEquals("unknown-stream", new JsonPath(answer.body()).getString("code"));
        }
    }

    @Test
    void keptStreamGoesOnWithTheContractThatItHadOrAnAdditiveStep() throws Exception {
        // given
        registry.record(name, new StreamState.Kept(0));
        awaitUnknown();
        // when, then
        assertEquals(409, putContract("", ", {\"name\": \"n\", \"type\": \"int\"}").statusCode());
        HttpResponse<String> restored = put("");
        assertEquals(201, restored.statusCode(), restored.body());
        assertEquals("restored", new JsonPath(restored.body()).getString("change"));
        assertEquals(200, post().statusCode());
        assertEquals(new StreamState.Active(0), registry.state(name));
    }

    @Test
    void deletedStreamStartsWithAnyContract() throws Exception {
        registry.record(name, new StreamState.Deleted(0));
        awaitUnknown();
        HttpResponse<String> created = putContract("", ", {\"name\": \"n\", \"type\": [\"null\", \"int\"]}");
        assertEquals(201, created.statusCode(), created.body());
        assertEquals("created", new JsonPath(created.body()).getString("change"));
        assertEquals(1, new JsonPath(created.body()).getInt("contract.version"));
        assertEquals(new StreamState.Active(1), registry.state(name));
    }

    private void awaitUnknown() throws Exception {
        await("the stream is unknown").until(() -> post().statusCode() == 404);
    }

    private HttpResponse<String> post() throws Exception {
        return caller.post("/v1/streams/" + stream + "/events", "application/json", EVENT, "Prefer", "wait=10");
    }

    private HttpResponse<String> delete(String query) throws Exception {
        return caller.send(caller.request("/v1/streams/" + stream + query).DELETE());
    }

    private HttpResponse<String> put(String query) throws Exception {
        return putContract(query, "");
    }

    private HttpResponse<String> putContract(String query, String more) throws Exception {
        return caller.send(caller.request("/v1/streams/" + stream + query).header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(CONTRACT.formatted(more))));
    }
}
