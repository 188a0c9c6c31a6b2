package io.millrace.ingest.http.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The JSON Schema that the running service gives of a contract, against what the service takes: what the schema allows
 * is taken, and what it forbids is refused.
 */
@QuarkusTest
class SchemaValidEventsTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true)).build();
    private static final int EVENTS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void whatTheSchemaAllowsIsTakenAndWhatItForbidsIsRefused(long seed) throws Exception {
        try (ServiceClient caller = ServiceClient.ofService()) {
            // given
            ServiceReadiness.await(caller, "/v1/streams/earthquake");
            var fuzz = new ContractFuzz(seed);
            String contract = fuzz.contract();
            String stream = "fuzz-" + seed;
            HttpResponse<String> made = caller.send(caller.request("/v1/streams/" + stream, "Content-Type",
                    "application/json").PUT(HttpRequest.BodyPublishers.ofString(contract)));
            assertTrue(made.statusCode() < 300, () -> made.body() + contract);
            JsonNode api = JSON.readTree(caller.send(caller.request("/openapi")).body());
            JsonNode schema = api.at("/components/schemas/" + stream);
            Schema avro = new Schema.Parser().parse(contract);
            // when
            List<ObjectNode> events = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                events.add(fuzz.event(avro));
            }
            HttpResponse<String> judged = caller.post("/v1/streams/" + stream + "/events:validate", "application/json",
                    JSON.writeValueAsString(events), "Prefer", "handling=lenient, return=representation");
            // then
            JsonNode results = JSON.readTree(judged.body()).get("results");
            assertEquals(EVENTS, results == null ? 0 : results.size(), judged::body);
            int allowed = 0;
            for (int i = 0; i < EVENTS; i++) {
                boolean allows = JsonSchemaCheck.allows(schema, events.get(i));
                allowed += allows ? 1 : 0;
                assertEquals(allows, results.get(i).get("status").asText().equals("valid"),
                        results.get(i) + "\n" + events.get(i) + "\n" + schema);
            }
            assertTrue(allowed > EVENTS / 5 && allowed < EVENTS, "allowed " + allowed);
        }
    }

    @Test
    void examplesInTheDocumentAreOfTheirSchemasAndAreTaken() throws Exception {
        try (ServiceClient caller = ServiceClient.ofService()) {
            ServiceReadiness.await(caller, "/v1/streams/earthquake", "/v1/streams/order");
            JsonNode api = JSON.readTree(caller.send(caller.request("/openapi")).body());
            int examples = 0;
            for (var path : api.get("paths").properties()) {
                JsonNode example = path.getValue().at("/post/requestBody/content/application~1json/example");
                if (!example.isMissingNode() && path.getKey().endsWith("/events")) {
                    String stream = path.getKey().split("/")[3];
                    assertTrue(JsonSchemaCheck.allows(api.at("/components/schemas/" + stream), example),
                            example::toString);
                    HttpResponse<String> judged = caller.post(path.getKey() + ":validate", "application/json",
                            example.toString());
                    assertEquals(200, judged.statusCode(), judged.body());
                    examples++;
                }
            }
            assertTrue(examples >= 2);
        }
    }
}
