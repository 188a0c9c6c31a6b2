package io.millrace.ingest.http;

import static io.millrace.ingest.testing.TestContracts.withFields;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a value may be, whichever way it comes; each test has a stream of its own. */
@QuarkusTest
class ValuesTest {
    private static final String JSON = "application/json";
    private static final String UUID = "{\"type\": \"string\", \"logicalType\": \"uuid\"}";
    private static final String UPPER = "018CC251-F400-7000-8000-00000000000A";
    private static final String LOWER = "018cc251-f400-7000-8000-00000000000a";
    private static final String GREEN = ", {\"name\": \"c\", \"type\": {\"type\": \"enum\", \"name\": \"C\","
            + " \"symbols\": [\"RED\"]}, \"default\": \"GREEN\"}";

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
    void defaultThatNoValueMayBeIsRefusedAndLeavesTheStreamAsItWas() throws Exception {
        assertEquals(201, caller.putStream("v-default", withFields("")).statusCode());

        HttpResponse<String> refused = caller.putStream("v-default", withFields(GREEN));
        HttpResponse<String> tried = caller.putStream("v-default?dry-run=true", withFields(GREEN));

        for (HttpResponse<String> response : List.of(refused, tried)) {
            assertEquals(422, response.statusCode(), response.body());
            JsonPath problem = new JsonPath(response.body());
            assertEquals("no-contract", problem.getString("code"));
            assertEquals("/fields/c/default", problem.getString("errors[0].pointer"));
            assertEquals("must be one of [RED]", problem.getString("errors[0].reason"));
        }
        assertEquals(200, post("v-default", event("p", "e")).statusCode());
    }

    @Test
    void versionWithSuchADefaultInTheRegistryIsNotUsed() throws Exception {
        caller.putStream("v-found", withFields(""));
        registry.register(new StreamName("v-found"), withFields(GREEN));
        catalog.refresh();

        HttpResponse<String> stored = post("v-found", event("p", "e"));

        assertEquals(200, stored.statusCode(), stored.body());
        assertThat(catalog.refused().get(new StreamName("v-found")), containsString("must be one of [RED]"));
    }

    @Test
    void uuidIsOneIdWhicheverWayItComes() throws Exception {
        caller.putStream("v-uuid", withFields(UUID, ""));
        Contract contract = catalog.find(new StreamName("v-uuid")).orElseThrow().latest();
        String path = "/v1/streams/v-uuid/events";
        byte[] datum = RecordCodec.encode(contract, record(contract, UPPER));
        String withoutId = "{\"pk\": \"" + UPPER + "\", \"event_time\": 1}";

        List<HttpResponse<String>> responses = new ArrayList<>();
        responses.add(post("v-uuid", event(LOWER, LOWER)));
        responses.add(post("v-uuid", event(UPPER, UPPER)));
        responses.add(caller.post(path, "application/vnd.apache.avro+binary", datum));
        responses.add(caller.send(caller.request(path + "/" + UPPER).header("Content-Type", JSON)
                .PUT(HttpRequest.BodyPublishers.ofString(withoutId))));
        responses.add(caller.send(caller.request(path + "/" + UPPER).header("Content-Type", JSON)
                .PUT(HttpRequest.BodyPublishers.ofString(event(LOWER, LOWER)))));
        responses.add(caller.post(path, "application/cloudevents+json", "{\"specversion\": \"1.0\", \"id\": \"1\","
                + " \"source\": \"/s\", \"type\": \"t\", \"data\": " + event(UPPER, UPPER) + "}"));
        responses.add(caller.post(path, "application/vnd.apache.avro",
                OtherFormatsTest.file(contract.schema(), false, record(contract, UPPER))));
        responses.add(caller.post("/v1/streams/v-uuid/cdc/debezium", JSON, "{\"op\": \"c\", \"source\": {\"table\":"
                + " \"t\", \"lsn\": 1}, \"after\": " + event(UPPER, UPPER) + "}"));
        responses.add(caller.post("/topics/v-uuid", "application/vnd.kafka.json.v2+json",
                "{\"records\": [{\"key\": \"" + LOWER + "\", \"value\": " + event(UPPER, UPPER) + "}]}"));

        for (HttpResponse<String> response : responses) {
            assertEquals(200, response.statusCode(), response.body());
            assertThat(response.body(), not(containsString(UPPER)));
        }
        var records = kafka.records("v-uuid");
        assertEquals(responses.size(), records.size());
        for (var stored : records) {
            assertEquals(LOWER, new String(stored.key(), StandardCharsets.UTF_8));
            assertEquals(LOWER, new String(stored.headers().lastHeader("event_id").value(), StandardCharsets.UTF_8));
            assertEquals(LOWER, RecordCodec.decode(stored.value(), contract.schema(), contract.schema()).get("event_id")
                    .toString());
        }
    }

    @Test
    void textThatIsNoUuidIsRefusedInAvroAsInJson() throws Exception {
        caller.putStream("v-nouuid", withFields(UUID, ""));
        Contract contract = catalog.find(new StreamName("v-nouuid")).orElseThrow().latest();

        HttpResponse<String> avro = caller.post("/v1/streams/v-nouuid/events", "application/vnd.apache.avro+binary",
                RecordCodec.encode(contract, record(contract, "nope")));
        HttpResponse<String> json = post("v-nouuid", event("nope", UPPER));

        for (HttpResponse<String> response : List.of(avro, json)) {
            assertEquals(422, response.statusCode(), response.body());
            assertEquals("/pk", new JsonPath(response.body()).getString("errors[0].pointer"));
            assertEquals("must be a UUID of 36 characters",
                    new JsonPath(response.body()).getString("errors[0].reason"));
        }
    }

    @Test
    void blankKeysAndTimesOutsideOfADayAreRefused() throws Exception {
        caller.putStream("v-rules", withFields(", {\"name\": \"t\", \"type\": {\"type\": \"int\", \"logicalType\":"
                + " \"time-millis\"}, \"default\": 0}"));

        assertReason("/pk", "must not be blank", post("v-rules", event(" ", "e")));
        assertReason("/event_id", "must not be blank", post("v-rules", event("p", "\\u2003\\t")));
        assertReason("/t", "must lie within a day: 0 to 86399999",
                post("v-rules", event("p", "e").replace("}", ", \"t\": 86400000}")));
    }

    @Test
    void timesMoreExactThanTheirFieldAreCutWhenTheRequestAsksForIt() throws Exception {
        caller.putStream("v-times", withFields(""));
        String nanos = event("p", "e").replace("\"event_time\": 1", "\"event_time\": \"2026-01-01T00:00:00.1234567Z\"");

        HttpResponse<String> refused = post("v-times", nanos);
        HttpResponse<String> cut = post("v-times", nanos, "Prefer", "timestamps=truncate");

        assertReason("/event_time",
                "is more precise than milliseconds; round it, or send Prefer: timestamps=truncate to cut the digits off",
                refused);
        assertEquals(200, cut.statusCode(), cut.body());
        assertEquals("timestamps=truncate", cut.headers().firstValue("Preference-Applied").orElse(""));
        Contract contract = catalog.find(new StreamName("v-times")).orElseThrow().latest();
        assertEquals(1767225600123L, RecordCodec.decode(kafka.records("v-times").getFirst().value(), contract.schema(),
                contract.schema()).get("event_time"));
    }

    @Test
    void fileWithAFieldThatTheContractDoesNotHaveIsToldSo() throws Exception {
        caller.putStream("v-file", withFields(""));
        Schema more = new Schema.Parser().parse(withFields(", {\"name\": \"extra\", \"type\": \"int\"}"));

        HttpResponse<String> refused = caller.post("/v1/streams/v-file/events", "application/vnd.apache.avro",
                OtherFormatsTest.file(more, false));

        assertEquals(400, refused.statusCode(), refused.body());
        assertThat(refused.body(), containsString("/fields/extra: is not a field of the contract"));
    }

    @Test
    void answersNameNoClassesOfJava() throws Exception {
        caller.putStream("v-java", withFields(""));
        Contract contract = catalog.find(new StreamName("v-java")).orElseThrow().latest();
        byte[] datum = RecordCodec.encode(contract, record(contract, "p"));
        List<HttpResponse<String>> refused = List.of(
                caller.post("/v1/streams/v-java/events", "application/vnd.apache.avro+binary",
                        Arrays.copyOf(datum, datum.length - 1)),
                caller.putStream("v-java", "{\"type\": record}"), caller.putStream("v-java", "{\"type\": \"nothing\"}"),
                caller.putStream("v-java", ""),
                caller.putStream("v-java2?replication-factor=9", withFields("")),
                caller.putStream("v-java3", withFields(", {\"name\": \"n\", \"type\": \"int\", \"default\": \"x\"}")));
        for (HttpResponse<String> response : refused) {
            assertEquals(4, response.statusCode() / 100, response.body());
            assertThat(response.body(), not(containsString("Exception")));
            assertThat(response.body(), not(containsString("org.apache")));
        }
    }

    @Test
    void charsetThatIsNotUtf8IsNamedAsTheReason() throws Exception {
        caller.putStream("v-charset", withFields(""));

        HttpResponse<String> event = caller.post("/v1/streams/v-charset/events", "application/json; charset=latin1",
                event("p", "e"));
        HttpResponse<String> contract = caller.send(caller.request("/v1/streams/v-charset")
                .header("Content-Type", "application/json;charset=\"iso-8859-1\"")
                .PUT(HttpRequest.BodyPublishers.ofString(withFields(""))));

        for (HttpResponse<String> response : List.of(event, contract)) {
            assertEquals(415, response.statusCode(), response.body());
            assertThat(new JsonPath(response.body()).getString("detail"),
                    containsString("charset of the body must be"));
        }
    }

    private static void assertReason(String pointer, String reason, HttpResponse<String> response) {
        assertEquals(422, response.statusCode(), response.body());
        assertEquals(pointer, new JsonPath(response.body()).getString("errors[0].pointer"));
        assertEquals(reason, new JsonPath(response.body()).getString("errors[0].reason"));
    }

    private static GenericData.Record record(Contract contract, String id) {
        GenericData.Record event = new GenericData.Record(contract.schema());
        event.put("pk", id);
        event.put("event_id", id);
        event.put("event_time", 1L);
        return event;
    }

    private static String event(String pk, String eventId) {
        return "{\"pk\": \"" + pk + "\", \"event_id\": \"" + eventId + "\", \"event_time\": 1}";
    }

    private HttpResponse<String> post(String stream, String event, String... headers) throws Exception {
        return caller.post("/v1/streams/" + stream + "/events", JSON, event, headers);
    }
}
