package io.millrace.ingest.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.http.syntax.MediaTypes;
import io.millrace.ingest.testing.ServiceClient;
import io.millrace.ingest.testing.ServiceReadiness;
import io.millrace.ingest.testing.TestContracts;
import io.millrace.ingest.testing.TopicProbe;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered with 200 is in Kafka, as it was sent. */
@QuarkusTest
class StoredEventsTest {
    private static final String QUAKES = "/v1/streams/earthquake/events";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Inject
    ContractCatalog catalog;
    private final ServiceClient caller = ServiceClient.ofService();
    private final TopicProbe kafka = new TopicProbe();

    @BeforeEach
    void open() throws Exception {
        ServiceReadiness.await(caller, "/v1/streams/earthquake", "/v1/streams/order");
    }

    @AfterEach
    void close() {
        caller.close();
        kafka.close();
    }

    @Test
    void theEventsOfOnePkAreSpreadBySaltAndSentAgainToTheSamePartition() throws Exception {
        HttpResponse<String> made = caller.putStream("salted?partitions=6", TestContracts.withFields("")
                .replace("\"name\": \"S\"", "\"name\": \"S\", \"millrace\": {\"salt\": 3}"));
        assertEquals(201, made.statusCode(), made.body());
        String events = IntStream.range(0, 100)
                .mapToObj(i -> "{\"pk\": \"hot\", \"event_id\": \"e" + i + "\", \"event_time\": 1}")
                .collect(Collectors.joining("\n"));

        JsonPath first = new JsonPath(
                caller.post("/v1/streams/salted/events", "application/x-ndjson", events).body());
        JsonPath again = new JsonPath(
                caller.post("/v1/streams/salted/events", "application/x-ndjson", events).body());

        assertEquals(3, Set.copyOf(first.getList("results.partition")).size());
        assertEquals(first.getList("results.partition"), again.getList("results.partition"));
        assertTrue(kafka.records("salted").stream()
                .allMatch(r -> "hot".equals(new String(r.key(), StandardCharsets.UTF_8))));
    }

    @Test
    void singleEventIsInKafkaWithItsKeyValueAndHeaders() throws Exception {
        Instant before = Instant.now();
        String event = TestContracts.earthquake("us1", "us1@single");

        HttpResponse<String> response = caller.post(QUAKES, "application/json; charset=UTF-8", event,
                "X-Correlation-ID", "test/single:1", "traceparent", TRACE);

        assertEquals(200, response.statusCode(), response.body());
        JsonPath body = new JsonPath(response.body());
        assertEquals(1, body.getInt("accepted"));
        assertEquals("test/single:1", body.getString("correlation_id"));
        assertEquals("test/single:1", response.headers().firstValue("X-Correlation-ID").orElseThrow());
        Map<String, Object> result = body.getMap("results[0]");
        assertEquals("us1@single", result.get("event_id"));
        assertEquals("stored", result.get("status"));
        int partition = body.getInt("results[0].partition");
        long offset = body.getLong("results[0].offset");
        ConsumerRecord<byte[], byte[]> record = kafka.records("earthquake").stream()
                .filter(r -> r.partition() == partition && r.offset() == offset).findFirst().orElseThrow();
        assertArrayEquals("us1".getBytes(StandardCharsets.UTF_8), record.key());
        Contract contract = catalog.find(new StreamName("earthquake")).orElseThrow().latest();
        assertEquals(contract.contentId(), RecordCodec.contentId(record.value()));
        GenericRecord decoded = RecordCodec.decode(record.value(), contract.schema(), contract.schema());
        assertEquals("us1@single", decoded.get("event_id").toString());
        assertEquals(4.5, decoded.get("mag"));
        assertEquals("us1@single", EventHeaders.text(record.headers(), EventHeaders.EVENT_ID).orElseThrow());
        assertEquals("earthquake", EventHeaders.text(record.headers(), EventHeaders.STREAM).orElseThrow());
        assertEquals("test/single:1", EventHeaders.text(record.headers(), EventHeaders.CORRELATION_ID).orElseThrow());
        assertEquals(TRACE, EventHeaders.text(record.headers(), EventHeaders.TRACEPARENT).orElseThrow());
        long micros = Long.parseLong(EventHeaders.text(record.headers(), EventHeaders.INGESTED_AT).orElseThrow());
        assertTrue(micros >= before.toEpochMilli() * 1_000 && micros <= Instant.now().toEpochMilli() * 1_000 + 1_000,
                "ingested at " + micros);
    }

    @Test
    void arrayAndLinesAreStoredEventByEvent() throws Exception {
        long before = kafka.end("earthquake");
        List<String> events = IntStream.range(0, 5).mapToObj(i -> TestContracts.earthquake("b" + i, "b@" + i)).toList();

        HttpResponse<String> array = caller.post(QUAKES, "application/json", events.toString());
        HttpResponse<String> lines = caller.post(QUAKES, "application/x-ndjson", String.join("\r\n", events) + "\n");

        assertEquals(200, array.statusCode(), array.body());
        assertEquals(200, lines.statusCode(), lines.body());
        assertEquals(List.of("b@0", "b@1", "b@2", "b@3", "b@4"),
                new JsonPath(array.body()).getList("results.event_id"));
        assertEquals(List.of(0, 1, 2, 3, 4), new JsonPath(lines.body()).getList("results.index"));
        assertEquals(before + 10, kafka.end("earthquake"));
    }

    @Test
    void identicalRepeatIsStoredOnceAndAnsweredTwice() throws Exception {
        long before = kafka.end("earthquake");
        String event = TestContracts.earthquake("r", "r@1");

        HttpResponse<String> response = caller.post(QUAKES, "application/json", "[" + event + "," + event + "]");

        JsonPath body = new JsonPath(response.body());
        assertEquals(2, body.getInt("accepted"));
        assertEquals(body.getInt("results[0].offset"), body.getInt("results[1].offset"));
        assertEquals(before + 1, kafka.end("earthquake"));
    }

    @Test
    void largestBatchIsStoredWholeAndAnsweredWithTheCountAlone() throws Exception {
        long before = kafka.end("earthquake");
        String lines = IntStream.range(0, 10_000).mapToObj(i -> TestContracts.earthquake("k" + i, "k@" + i))
                .collect(Collectors.joining("\n"));

        HttpResponse<String> response = caller.post(QUAKES, "application/x-ndjson", lines);

        assertEquals(200, response.statusCode(), response.body());
        JsonPath body = new JsonPath(response.body());
        assertEquals(10_000, body.getInt("accepted"));
        assertFalse(body.getMap("").containsKey("results"));
        assertEquals(before + 10_000, kafka.end("earthquake"));
    }

    @Test
    void justRegisteredStreamTakesEventsAtOnce() throws Exception {
        StreamName stream = new StreamName("everything");
        kafka.provision(stream, TestContracts.avsc("everything"));

        HttpResponse<String> response = caller.post("/v1/streams/everything/events", "application/json",
                "{\"pk\": \"p\", \"event_id\": 9223372036854775807, \"event_time\": \"2026-01-01T00:00:00.000001Z\","
                        + " \"price\": 1.25}");

        assertEquals(200, response.statusCode(), response.body());
        assertEquals("9223372036854775807", new JsonPath(response.body()).getString("results[0].event_id"));
        Contract contract = catalog.find(stream).orElseThrow().latest();
        ConsumerRecord<byte[], byte[]> record = kafka.records("everything").getFirst();
        GenericRecord decoded = RecordCodec.decode(record.value(), contract.schema(), contract.schema());
        assertEquals(1767225600000001L, decoded.get("event_time"));
    }

    @Test
    void exampleOfEachStreamIsTakenAsItIsGiven() throws Exception {
        for (String name : List.of("earthquake", "order")) {
            HttpResponse<String> described = caller.send(caller.request("/v1/streams/" + name));
            JsonPath stream = new JsonPath(described.body());
            String curl = stream.getString("example");
            assertThat(curl, containsString("/v1/streams/" + name + "/events"));

            HttpResponse<String> response = caller.post("/v1/streams/" + name + "/events", "application/json",
                    curl.substring(curl.indexOf(" -d '") + 5, curl.length() - 1));

            assertEquals(200, response.statusCode(), response.body());
        }
    }

    @Test
    void streamsSayWhatTheyTake() throws Exception {
        JsonPath list = new JsonPath(caller.send(caller.request("/v1/streams")).body());
        JsonPath order = new JsonPath(caller.send(caller.request("/v1/streams/order")).body());
        HttpResponse<String> schema = caller.send(caller.request("/v1/streams/order/schema"));

        assertTrue(list.getList("streams.stream").containsAll(List.of("earthquake", "order")));
        assertEquals(1, order.getInt("contract.version"));
        assertEquals("order_id", order.getString("roles.pk"));
        assertEquals("country", order.getString("roles.region"));
        assertEquals(10_485_760, order.getInt("limits.max_request_bytes"));
        assertEquals(MediaTypes.EVENTS.accepted(),
                order.getList("accepts"));
        assertEquals("Order", new JsonPath(schema.body()).getString("name"));
        assertEquals("order_id", new JsonPath(schema.body()).getString("millrace.pk"));
    }
}
