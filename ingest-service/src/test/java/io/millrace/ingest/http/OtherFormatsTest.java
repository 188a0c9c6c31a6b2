package io.millrace.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;

import jakarta.inject.Inject;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.millrace.ingest.testing.TestContracts;
import io.millrace.ingest.testing.TopicProbe;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.config.Config;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Avro, the records of a Confluent REST Proxy, and change events of Debezium. */
@QuarkusTest
class OtherFormatsTest {
    private static final String QUAKES = "/v1/streams/earthquake/events";
    private static final String DATUM = "application/vnd.apache.avro+binary";
    private static final String FILE = "application/vnd.apache.avro";
    private static final String CONFLUENT = "application/vnd.kafka.json.v2+json";
    private static final String CDC = "/v1/cdc/debezium";
    private static final String JSON = "application/json";
    private static final String SOURCE = "\"source\": {\"connector\": \"postgresql\", \"name\": \"c\", \"db\": \"shop\","
            + " \"schema\": \"public\", \"table\": \"quakes\", \"lsn\": %d, \"ts_ms\": 1767225600000}";

    @Inject
    ContractCatalog catalog;

    private final ServiceClient caller = ServiceClient.ofService();
    private final TopicProbe kafka = new TopicProbe();
    private Contract quakes;
    private long before;

    @BeforeEach
    void open() throws Exception {
        ServiceReadiness.await(caller, "/v1/streams/earthquake");
        quakes = catalog.find(new StreamName("earthquake")).orElseThrow().latest();
        before = kafka.end("earthquake");
    }

    @AfterEach
    void close() {
        caller.close();
        kafka.close();
    }

    @Test
    void datumIsReadBehindItsPrefixOrWithItsSchemaNamed() throws Exception {
        byte[] framed = RecordCodec.encode(quakes, quake("a"));
        byte[] bare = Arrays.copyOfRange(framed, 5, framed.length);
        String id = Long.toString(quakes.contentId());

        HttpResponse<String> prefixed = caller.post(QUAKES, DATUM, framed);
        HttpResponse<String> named = caller.post(QUAKES, "avro/binary", bare, "X-Schema-Id", id);
        HttpResponse<String> cloud = caller.post("/v1/cloudevents", "avro/binary", bare, "ce-specversion", "1.0",
                "ce-id", "i", "ce-source", "/s", "ce-type", "io.millrace.quake", "ce-dataschema",
                "http://registry/ids/contentIds/" + id);

        for (HttpResponse<String> response : List.of(prefixed, named, cloud)) {
            assertEquals(200, response.statusCode(), response.body());
            assertEquals("a@1", new JsonPath(response.body()).getString("results[0].event_id"));
        }
        assertEquals(before + 3, kafka.end("earthquake"));
    }

    @Test
    void datumThatIsNoneOfTheContractIsRefused() throws Exception {
        byte[] framed = RecordCodec.encode(quakes, quake("a"));
        byte[] bare = Arrays.copyOfRange(framed, 5, framed.length);
        GenericData.Record noUtf8 = quake("a");
        noUtf8.put("net", new Utf8(new byte[]{(byte) 0xff, 'x'}));
        GenericData.Record nul = quake("a");
        nul.put("net", "\u0000");
        assertCode(422, "contract-violation", caller.post(QUAKES, DATUM, Arrays.copyOf(framed, framed.length - 1)));
        assertCode(422, "contract-violation", caller.post(QUAKES, DATUM, Arrays.copyOf(framed, framed.length + 1)));
        assertCode(422, "contract-violation", caller.post(QUAKES, DATUM, bare, "X-Schema-Id", "999999"));
        assertCode(422, "contract-violation", caller.post(QUAKES, DATUM, new byte[0]));
        assertCode(422, "contract-violation", caller.post(QUAKES, DATUM, new byte[]{1, 2, 3, 4, 5, 6}));
        assertCode(400, "bad-header", caller.post(QUAKES, DATUM, bare, "X-Schema-Id", "4294967296"));
        assertCode(400, "bad-header", caller.post(QUAKES, DATUM, bare, "X-Schema-Id", "one"));
        assertCode(422, "contract-violation", caller.post(QUAKES, DATUM, RecordCodec.encode(quakes, noUtf8)));
        assertEquals("/net", assertCode(422, "contract-violation",
                caller.post(QUAKES, DATUM, RecordCodec.encode(quakes, nul))).getString("errors[0].pointer"));
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void fileIsABatchAlsoWhenItsToolDroppedTheRoles() throws Exception {
        Schema bare = Schema.createRecord(quakes.schema().getName(), null, quakes.schema().getNamespace(), false,
                quakes.schema().getFields().stream().map(f -> new Schema.Field(f, f.schema())).toList());

        HttpResponse<String> same = caller.post(QUAKES, FILE, file(quakes.schema(), false, quake("f1"), quake("f2")));
        HttpResponse<String> dropped = caller.post(QUAKES, FILE, file(bare, false, quake("f3")));

        assertEquals(200, same.statusCode(), same.body());
        assertEquals(List.of("f1@1", "f2@1"), new JsonPath(same.body()).getList("results.event_id"));
        assertEquals(200, dropped.statusCode(), dropped.body());
        assertEquals(before + 3, kafka.end("earthquake"));
    }

    @Test
    void fileThatIsDamagedOrOfAnotherSchemaOrCompressedIsRefused() throws Exception {
        byte[] good = file(quakes.schema(), false, quake("f1"), quake("f2"));
        Schema other = new Schema.Parser().parse(quakes.schema().toString().replace("\"type\":\"int\",\"default\":0",
                "\"type\":\"long\",\"default\":0"));
        byte[] otherMarker = good.clone();
        otherMarker[good.length - 1] ^= 1;
        assertCode(400, "malformed-body", caller.post(QUAKES, FILE, Arrays.copyOf(good, good.length - 3)));
        assertCode(400, "malformed-body", caller.post(QUAKES, FILE, otherMarker));
        assertCode(400, "malformed-body", caller.post(QUAKES, FILE, new byte[]{'O', 'b', 'j', 1}));
        assertCode(400, "malformed-body", caller.post(QUAKES, FILE, file(quakes.schema(), true, quake("f1"))));
        assertCode(400, "malformed-body", caller.post(QUAKES, FILE, file(other, false)));
        assertCode(400, "empty-batch", caller.post(QUAKES, FILE, file(quakes.schema(), false)));
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void recordsOfAConfluentClientAreAnsweredInItsWords() throws Exception {
        String body = "{\"records\": [{\"key\": \"c\", \"value\": " + TestContracts.earthquake("c", "c@1")
                + "}, {\"value\": "
                + TestContracts.earthquake("d", "d@1") + "}]}";

        HttpResponse<String> response = caller.post("/topics/earthquake", CONFLUENT, body);

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(2, new JsonPath(response.body()).getList("offsets.offset").size());
        assertEquals(before + 2, kafka.end("earthquake"));
    }

    @Test
    void recordThatIsNotStoredHasAnErrorCodeThatAConfluentClientReads() throws Exception {
        String good = "{\"value\": " + TestContracts.earthquake("c", "c@3") + "}";

        HttpResponse<String> response = caller.post("/topics/earthquake", CONFLUENT,
                "{\"records\": [" + good + ", {\"value\": {\"id\": 1}}]}", "Prefer", "handling=lenient");

        assertEquals(207, response.statusCode(), response.body());
        JsonPath answer = new JsonPath(response.body());
        assertNull(answer.get("offsets[0].error_code"));
        assertNotNull(answer.get("offsets[0].offset"));
        assertEquals(1, answer.getInt("offsets[1].error_code"));
        assertFalse(answer.getString("offsets[1].error").isBlank());
        assertNull(answer.get("offsets[1].offset"));
        assertEquals(before + 1, kafka.end("earthquake"));
    }

    @Test
    void recordThatBecameADeadLetterIsNoSuccessForAConfluentClient() throws Exception {
        long letters = kafka.end("order.dlq");

        HttpResponse<String> response = caller.post("/topics/order", CONFLUENT,
                "{\"records\": [{\"value\": {\"no\": 1}}]}");

        assertEquals(207, response.statusCode(), response.body());
        assertEquals(1, new JsonPath(response.body()).getInt("offsets[0].error_code"));
        assertEquals(letters + 1, kafka.end("order.dlq"));
    }

    @Test
    void recordThatWouldLoseSomethingIsRefused() throws Exception {
        String value = "\"value\": " + TestContracts.earthquake("c", "c@1");
        for (String records : List.of("{\"records\": [{\"key\": \"x\", " + value + "}]}",
                "{\"records\": [{\"partition\": 1, " + value + "}]}", "{\"records\": [{\"key\": \"c\"}]}",
                "{\"records\": [1]}")) {
            assertCode(422, "contract-violation", caller.post("/topics/earthquake", CONFLUENT, records));
        }
        assertCode(400, "malformed-body", caller.post("/topics/earthquake", CONFLUENT, "{\"records\": 1}"));
        assertCode(400, "malformed-body", caller.post("/topics/earthquake", CONFLUENT, "[]"));
        assertCode(400, "empty-batch", caller.post("/topics/earthquake", CONFLUENT, "{\"records\": []}"));
        assertCode(415, "unsupported-media-type", caller.post("/topics/earthquake", JSON, "{}"));
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void changeEventIsAnEventOfItsRowWithAnIdOfItsPosition() throws Exception {
        String first = change("c", "null", row("r1"), 7);

        List<String> once = ids(caller.post(CDC, JSON, first));
        List<String> again = ids(caller.post(CDC, JSON, "[{\"schema\": {}, \"payload\": " + first + "}]"));
        List<String> wrapped = ids(caller.post("/v1/streams/earthquake/cdc/debezium", "application/cloudevents+json",
                "{\"specversion\": \"1.0\", \"id\": \"x\", \"source\": \"/d\", \"type\": \"t\", \"data\": " + first
                        + "}"));
        List<String> later = ids(caller.post(CDC, JSON, change("u", "null", row("r1"), 8)));
        List<String> neighbour = ids(caller.post(CDC, JSON, change("c", "null", row("r2"), 7)));

        assertEquals(once, again);
        assertEquals(once, wrapped);
        assertNotEquals(once, later);
        assertNotEquals(once, neighbour);
        assertEquals(before + 5, kafka.end("earthquake"));
    }

    @Test
    void rowsOfOneCopyAreDifferentEventsThoughTheyShareTheirPlaceAndTheirBusinessKey() throws Exception {
        String one = row("r3");
        String other = one.replace("\"mag\": 4.5", "\"mag\": 4.6");

        HttpResponse<String> response = caller.post(CDC, JSON,
                "[" + change("c", "null", one, 9) + "," + change("c", "null", other, 9) + "]");

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(2, new JsonPath(response.body()).getInt("accepted"), response.body());
        assertEquals(2, new java.util.HashSet<>(new JsonPath(response.body()).getList("results.event_id")).size());
    }

    @Test
    void clientThatOffersHttp2OnClearTextIsServed() throws Exception {
        URI url = URI.create(Config.get().getValue("test.url", String.class)).resolve(CDC);
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> response = client.send(
                        HttpRequest.newBuilder(url).header("Content-Type", JSON)
                                .POST(HttpRequest.BodyPublishers.ofString(change("c", "null", row("h2"), 30 + i)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

                assertEquals(200, response.statusCode(), response.body());
            }
        }
        assertEquals(before + 2, kafka.end("earthquake"));
    }

    @Test
    void whatSpeaksOfNoRowIsPassedOver() throws Exception {
        String body = "[{\"ts_ms\": 1}, {\"status\": \"BEGIN\", \"id\": \"1\"}, {\"ddl\": \"x\", \"source\": {}},"
                + " {\"op\": \"m\", \"source\": {}}, {\"schema\": null, \"payload\": null}]";

        HttpResponse<String> response = caller.post(CDC, JSON, body);

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(5, new JsonPath(response.body()).getInt("skipped"));
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void changeThatCannotBeAnEventIsQuarantinedSoThatTheConnectorGoesOn() throws Exception {
        long letters = kafka.end("earthquake.dlq");
        String body = "[" + change("d", row("r1"), "null", 9) + "," + change("t", "null", "null", 10) + ","
                + change("x", "null", "null", 11) + "," + change("c", "null", "null", 12) + ","
                + change("c", "null", "{\"id\": 5}", 13) + "]";

        HttpResponse<String> response = caller.post(CDC, JSON, body);

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(5, new JsonPath(response.body()).getInt("quarantined"));
        assertEquals(before, kafka.end("earthquake"));
        assertEquals(letters + 5, kafka.end("earthquake.dlq"));
    }

    @Test
    void tableWithoutAStreamIsRefused() throws Exception {
        String body = change("c", "null", row("r1"), 7).replace("\"quakes\"", "\"others\"");

        assertCode(422, "unknown-table", caller.post(CDC, JSON, body));

        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void deletedRowIsAnEventOfAStreamThatCanTellIt() throws Exception {
        StreamName stream = new StreamName("changes");
        assertEquals(201, caller.send(caller.request("/v1/streams/changes", "Content-Type", JSON)
                .PUT(HttpRequest.BodyPublishers.ofString("""
                {"type": "record", "name": "Changes", "fields": [
                  {"name": "id", "type": "int"}, {"name": "event_id", "type": "string"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "cdc_deleted", "type": "boolean"}, {"name": "cdc_op", "type": "string"}],
                 "millrace": {"pk": "id"}}"""))).statusCode());

        HttpResponse<String> response = caller.post("/v1/streams/changes/cdc/debezium", JSON,
                change("d", "{\"id\": 5}", "null", 20));

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(1, new JsonPath(response.body()).getInt("accepted"), response.body());
        Contract contract = catalog.find(stream).orElseThrow().latest();
        var decoded = RecordCodec.decode(kafka.records("changes").getFirst().value(), contract.schema(),
                contract.schema());
        assertEquals(true, decoded.get("cdc_deleted"));
        assertEquals("d", decoded.get("cdc_op").toString());
        assertEquals(1767225600000000L, decoded.get("event_time"));
    }

    @Test
    void changeIsDatedAsExactlyAsItsSourceTells() throws Exception {
        StreamName stream = new StreamName("dated-changes");
        assertEquals(201, caller.send(caller.request("/v1/streams/dated-changes", "Content-Type", JSON)
                .PUT(HttpRequest.BodyPublishers.ofString("""
                {"type": "record", "name": "Dated", "fields": [
                  {"name": "id", "type": "int"}, {"name": "event_id", "type": "string"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "cdc_lsn", "type": "long"}],
                 "millrace": {"pk": "id"}}"""))).statusCode());
        String change = change("c", "null", "{\"id\": 5}", 20)
                .replace("\"lsn\": 20", "\"lsn\": 123456789012345678")
                .replace("\"ts_ms\": 1767225600000", "\"ts_ms\": 1767225600000, \"ts_us\": 1767225600000123");

        assertEquals(1, ids(caller.post("/v1/streams/dated-changes/cdc/debezium", JSON, change)).size());
        HttpResponse<String> noTime = caller.post("/v1/streams/dated-changes/cdc/debezium", JSON,
                change("c", "null", "{\"id\": 6}", 21).replace("1767225600000", "999999999999999999"));

        assertEquals(1, new JsonPath(noTime.body()).getInt("quarantined"), noTime.body());
        Contract contract = catalog.find(stream).orElseThrow().latest();
        var decoded = RecordCodec.decode(kafka.records("dated-changes").getFirst().value(), contract.schema(),
                contract.schema());
        assertEquals(1767225600000123L, decoded.get("event_time"));
        assertEquals(123456789012345678L, decoded.get("cdc_lsn"));
    }

    private static String change(String op, String beforeImage, String afterImage, int lsn) {
        return "{\"before\": " + beforeImage + ", \"after\": " + afterImage + ", " + SOURCE.formatted(lsn)
                + ", \"op\": \"" + op + "\", \"ts_ms\": 5}";
    }

    private static String row(String id) {
        return TestContracts.earthquake(id, "-").replace("\"event_id\": \"-\", ", "");
    }

    private static List<String> ids(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(1, new JsonPath(response.body()).getInt("accepted"), response.body());
        return new JsonPath(response.body()).getList("results.event_id");
    }

    private GenericData.Record quake(String id) {
        GenericData.Record event = new GenericData.Record(quakes.schema());
        quakes.schema().getFields().stream().filter(Schema.Field::hasDefaultValue)
                .forEach(f -> event.put(f.pos(), GenericData.get().getDefaultValue(f)));
        List.of("event_id", "id", "net", "type", "status").forEach(name -> event.put(name, id));
        event.put("event_id", id + "@1");
        List.of("time", "updated").forEach(name -> event.put(name, 1767225600000L));
        List.of("longitude", "latitude").forEach(name -> event.put(name, 1.5));
        return event;
    }

    static byte[] file(Schema schema, boolean compressed, GenericData.Record... events) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var writer = new DataFileWriter<GenericData.Record>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(compressed ? CodecFactory.deflateCodec(5) : CodecFactory.nullCodec());
            writer.create(schema, out);
            for (GenericData.Record event : events) {
                writer.append(event);
            }
        }
        assertTrue(out.size() > 0);
        return out.toByteArray();
    }

    private static JsonPath assertCode(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        JsonPath problem = new JsonPath(response.body());
        assertEquals(code, problem.getString("code"), response.body());
        return problem;
    }
}
