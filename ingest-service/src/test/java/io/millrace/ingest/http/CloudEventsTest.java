package io.millrace.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.testing.EventStorageTest;
import io.millrace.ingest.testing.TestContracts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

/** CloudEvents, sent by the official Java SDK where it can write them. */
@QuarkusTest
class CloudEventsTest extends EventStorageTest {
    private static final String ROUTER = "/v1/cloudevents";
    private static final String BEYOND_ASCII = "h\u00f6her \"%\" \ud83d\ude80";
    private static final String STRUCTURED = "application/cloudevents+json";

    @Inject
    ContractCatalog catalog;

    @Test
    void theSameEventHasTheSameIdInEveryModeAndOnEveryPath() throws Exception {
        CloudEvent event = event("ce-1", unnamed("ce"));
        List<String> ids = new java.util.ArrayList<>();
        for (String path : List.of(ROUTER, "/v1/streams/earthquake/events")) {
            HttpResponse<String> binary = binary(path, event);
            HttpResponse<String> structured = structured(path, event);
            HttpResponse<String> batch = caller.post(path, "application/cloudevents-batch+json",
                    "[" + new String(new JsonFormat().serialize(event), StandardCharsets.UTF_8) + "]");
            for (HttpResponse<String> response : List.of(binary, structured, batch)) {
                assertEquals(200, response.statusCode(), response.body());
                ids.add(new JsonPath(response.body()).getString("results[0].event_id"));
            }
        }

        assertEquals(1, ids.stream().distinct().count(), ids::toString);
        assertEquals(before + 6, kafka.end("earthquake"));
        var headers = kafka.records("earthquake").stream().map(r -> r.headers())
                .filter(h -> EventHeaders.text(h, EventHeaders.EVENT_ID).equals(java.util.Optional.of(ids.getFirst())))
                .toList().getLast();
        assertEquals("ce-1", EventHeaders.text(headers, "ce_id").orElseThrow());
        assertEquals("io.millrace.quake", EventHeaders.text(headers, "ce_type").orElseThrow());
        assertEquals("ce", EventHeaders.text(headers, "source").orElseThrow());
    }

    @Test
    void whatTheSdkSendsIsInTheTopicAsItWas() throws Exception {
        List<CloudEvent> sent = List.of(sdkEvent("sdk-binary", "higher 1"), sdkEvent("sdk-structured", BEYOND_ASCII),
                sdkEvent("sdk-batch-1", BEYOND_ASCII), sdkEvent("sdk-batch-2", BEYOND_ASCII));
        String batch = sent.subList(2, 4).stream()
                .map(event -> new String(new JsonFormat().serialize(event), StandardCharsets.UTF_8))
                .collect(Collectors.joining(",", "[", "]"));

        assertEquals(200, binary(ROUTER, sent.get(0)).statusCode());
        assertEquals(200, structured(ROUTER, sent.get(1)).statusCode());
        assertEquals(200, caller.post(ROUTER, "application/cloudevents-batch+json", batch).statusCode());

        Contract contract = catalog.find(new StreamName("earthquake")).orElseThrow().latest();
        for (CloudEvent event : sent) {
            var stored = kafka.records("earthquake").stream()
                    .filter(r -> EventHeaders.text(r.headers(), "ce_id").equals(Optional.of(event.getId()))).toList();
            assertEquals(1, stored.size(), event.getId());
            Headers headers = stored.getFirst().headers();
            assertEquals("/quakes", EventHeaders.text(headers, "ce_source").orElseThrow());
            assertEquals("2026-01-02T03:04:05.123456Z", EventHeaders.text(headers, "ce_time").orElseThrow());
            assertEquals(Objects.requireNonNull(event.getSubject()),
                    EventHeaders.text(headers, "ce_subject").orElseThrow());
            assertEquals("5", EventHeaders.text(headers, "ce_ext").orElseThrow());
            assertEquals("true", EventHeaders.text(headers, "ce_flag").orElseThrow());
            var row = RecordCodec.decode(stored.getFirst().value(), contract.schema(), contract.schema());
            assertEquals(event.getId(), row.get("id").toString());
            assertEquals(4.5, row.get("mag"));
            assertEquals(1767225600000L, row.get("time"));
        }
    }

    @Test
    void percentSignThatTheSdkLeavesBareInAHeaderIsRefusedAndNotMisread() throws Exception {
        assertCode(400, "bad-ce-attribute", binary(ROUTER, sdkEvent("sdk-percent", "100 % sure")));
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void idInTheDataGoesFirstAndOtherEventsOfASourceHaveOtherIds() throws Exception {
        HttpResponse<String> own = binary(ROUTER, event("ce-2", TestContracts.earthquake("ce", "own")));
        HttpResponse<String> other = binary(ROUTER, event("ce-3", unnamed("ce")));
        HttpResponse<String> third = binary(ROUTER, event("ce-4", unnamed("ce")));

        assertEquals("own", new JsonPath(own.body()).getString("results[0].event_id"));
        assertTrue(!new JsonPath(other.body()).getString("results[0].event_id")
                .equals(new JsonPath(third.body()).getString("results[0].event_id")));
    }

    @Test
    void headersArePercentDecoded() throws Exception {
        HttpResponse<String> response = caller.post(ROUTER, "application/json", unnamed("pct"), "ce-specversion", "1.0",
                "ce-id", "%C3%A4", "ce-source", "/s", "ce-type", "io.millrace.quake");

        assertEquals(200, response.statusCode(), response.body());
        assertTrue(kafka.records("earthquake").stream()
                .anyMatch(r -> EventHeaders.text(r.headers(), "ce_id").equals(java.util.Optional.of("\u00e4"))));
    }

    @Test
    void dataMayBeBase64AndANumberStaysExact() throws Exception {
        String data = Base64.getEncoder().encodeToString(unnamed("b64").getBytes(StandardCharsets.UTF_8));
        String head = "{\"specversion\": \"1.0\", \"id\": \"x\", \"source\": \"/s\", \"type\": \"io.millrace.quake\", ";

        HttpResponse<String> base64 = caller.post(ROUTER, STRUCTURED, head + "\"data_base64\": \"" + data + "\"}");
        HttpResponse<String> tooPrecise = caller.post(ROUTER, STRUCTURED, head + "\"data\": "
                + unnamed("n").replace("1767225600000", "1767225600000.5") + "}");

        assertEquals(200, base64.statusCode(), base64.body());
        assertCode(422, "contract-violation", tooPrecise);
    }

    @Test
    void whatIsNoCloudEventIsRefused() throws Exception {
        String good = "{\"specversion\": \"1.0\", \"id\": \"x\", \"source\": \"/s\", \"type\": \"io.millrace.quake\", "
                + "\"data\": " + unnamed("q") + "}";
        assertCode(400, "bad-ce-attribute", post(good.replace("\"1.0\"", "\"0.3\"")));
        assertCode(400, "bad-ce-attribute", post(good.replace("\"id\": \"x\", ", "").replace("\"q\"", "\"q2\"")));
        assertCode(400, "bad-ce-attribute", post(good.replace("\"id\": \"x\"", "\"id\": \"\"")));
        assertCode(400, "bad-ce-attribute", post(good.replace("\"/s\"", "\"not a uri\"")));
        assertCode(400, "bad-ce-attribute", post(before(good, "\"time\": \"noon\", ")));
        assertCode(400, "bad-ce-attribute", post(before(good, "\"Ext\": \"x\", ")));
        assertCode(400, "bad-ce-attribute", post(before(good, "\"ext\": {}, ")));
        assertCode(400, "bad-ce-attribute", post("[1]"));
        assertCode(422, "unknown-type", post(good.replace("io.millrace.quake", "io.millrace.other")));
        assertCode(422, "unknown-type", post(good.replace("io.millrace.quake", "io.millrace.gone")));
        assertCode(422, "contract-violation", post(before(good, "\"data_base64\": \"e30=\", ")));
        assertCode(422, "contract-violation",
                post(before(good, "\"datacontenttype\": \"text/plain\", ")));
        assertCode(400, "malformed-body", post(good + good));
        assertCode(400, "bad-ce-attribute", caller.post(ROUTER, "application/json", unnamed("q"), "ce-specversion",
                "1.0", "ce-id", "%ff", "ce-source", "/s", "ce-type", "io.millrace.quake"));
        assertCode(400, "bad-ce-attribute", caller.post(ROUTER, "application/json", unnamed("q"), "ce-specversion",
                "1.0", "ce-id", "a", "ce-source", "/s"));
        assertCode(422, "unknown-type", caller.post(ROUTER, "application/json", unnamed("q"), "ce-specversion", "1.0",
                "ce-id", "a", "ce-source", "/s", "ce-type", "other"));
        assertCode(400, "malformed-body", caller.post(ROUTER, "application/json", "[" + unnamed("q") + "]",
                "ce-specversion", "1.0", "ce-id", "a", "ce-source", "/s", "ce-type", "io.millrace.quake"));
        assertCode(415, "unsupported-media-type", caller.post(ROUTER, "application/json", unnamed("q")));
        assertCode(415, "unsupported-media-type", caller.post(ROUTER, "text/plain", "x", "ce-specversion", "1.0",
                "ce-id", "a", "ce-source", "/s", "ce-type", "io.millrace.quake"));
        assertEquals(before, kafka.end("earthquake"));
    }

    @Test
    void handshakeAllowsOnlyWhoIsNamed() throws Exception {
        for (String path : List.of(ROUTER, "/v1/streams/earthquake/events")) {
            HttpResponse<String> known = options(path, "WebHook-Request-Origin", "sender.example");
            HttpResponse<String> other = options(path, "WebHook-Request-Origin", "other.example");

            assertEquals("sender.example", known.headers().firstValue("WebHook-Allowed-Origin").orElseThrow());
            assertTrue(other.headers().firstValue("WebHook-Allowed-Origin").isEmpty());
        }
    }

    @Test
    void browsersOfANamedOriginMayCall() throws Exception {
        HttpResponse<String> known = options(ROUTER, "Origin", "https://app.example", "Access-Control-Request-Method",
                "POST");
        HttpResponse<String> other = options(ROUTER, "Origin", "https://other.example",
                "Access-Control-Request-Method", "POST");

        assertEquals("https://app.example", known.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
        assertTrue(other.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    private HttpResponse<String> options(String path, String... headers) throws Exception {
        return caller.send(caller.request(path, headers).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    private static String before(String event, String more) {
        return "{" + more + event.substring(1);
    }

    private HttpResponse<String> post(String body) throws Exception {
        return caller.post(ROUTER, STRUCTURED, body);
    }

    private HttpResponse<String> binary(String path, CloudEvent event) throws Exception {
        HttpRequest.Builder request = caller.request(path);
        HttpMessageFactory.createWriter(request::header,
                body -> request.POST(HttpRequest.BodyPublishers.ofByteArray(body))).writeBinary(event);
        return caller.send(request);
    }

    private HttpResponse<String> structured(String path, CloudEvent event) throws Exception {
        HttpRequest.Builder request = caller.request(path);
        HttpMessageFactory
                .createWriter(request::header, body -> request.POST(HttpRequest.BodyPublishers.ofByteArray(body)))
                .writeStructured(event, new JsonFormat());
        return caller.send(request);
    }

    private static CloudEvent event(String id, String data) {
        return CloudEventBuilder.v1().withId(id).withSource(URI.create("/quakes")).withType("io.millrace.quake")
                .withData("application/json", data.getBytes(StandardCharsets.UTF_8)).withExtension("ext", 5).build();
    }

    private static CloudEvent sdkEvent(String id, String subject) {
        return CloudEventBuilder.v1(event(id, unnamed(id))).withSubject(subject)
                .withTime(OffsetDateTime.parse("2026-01-02T03:04:05.123456Z"))
                .withExtension("flag", true).build();
    }

    private static String unnamed(String id) {
        return TestContracts.earthquake(id, "-").replace("\"event_id\": \"-\", ", "");
    }

    private static JsonPath assertCode(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        JsonPath problem = new JsonPath(response.body());
        assertEquals(code, problem.getString("code"), response.body());
        return problem;
    }
}
