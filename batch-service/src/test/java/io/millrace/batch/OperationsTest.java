package io.millrace.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.batch.schedule.BatchSchedule;
import io.millrace.contracts.record.SaltedPartition;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.landing.testing.VisitStream;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The requests of operators, over HTTP, on real letters. */
@QuarkusTest
@TestProfile(OperatorKeys.class)
class OperationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LETTERS = 21;
    private static final int ROWS = 3;

    @TestHTTPResource(value = "/", management = true)
    URL port;

    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Inject
    BatchRun run;

    @Inject
    BatchSchedule schedule;

    @Inject
    ContractCatalog catalog;

    private OperatorClient client;
    private VisitStream visits;

    /** A stream of a few rows, and of events with a wrong Kafka key, which a patch mends. */
    @BeforeEach
    void refuse() {
        client = new OperatorClient(URI.create(port.toString().replaceFirst("/$", "")));
        visits = new VisitStream(config, admin, 3);
        Contract contract = visits.provision();
        var unused = catalog.refresh();
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            visits.send(producer, contract, 0, ROWS);
            for (int i = 0; i < LETTERS; i++) {
                var unusedAck = producer.send(new ProducerRecord<>(visits.name().topic(), VisitStream.bytes("x"),
                        visits.event(contract, "late" + i, "e/" + i, "secret note").value()));
            }
            producer.flush();
        }
        assertTrue(run.run(), run.failures()::toString);
    }

    private String list(String more) {
        return "/v1/dead-letters?stream=" + visits.name() + more;
    }

    private String body(String more) {
        return "{\"stream\": \"" + visits.name() + "\"" + more + "}";
    }

    private JsonNode letters(String more) throws Exception {
        return client.get(list(more), "of-reader").get("letters");
    }

    private int inState(String state) throws Exception {
        return letters("&state=" + state).size();
    }

    @Test
    void lettersComePageByPageTheNewestFirst() throws Exception {
        List<String> ids = new ArrayList<>();
        List<String> times = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = client.get(list("&limit=9" + cursor), "of-reader");
            sizes.add(page.get("letters").size());
            page.get("letters").forEach(letter -> {
                ids.add(letter.get("id").asText());
                times.add(letter.get("time").asText());
            });
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
        } while (!cursor.isEmpty());

        assertEquals(List.of(9, 9, 3), sizes);
        assertEquals(LETTERS, ids.stream().distinct().count());
        assertEquals(times.stream().sorted(Comparator.reverseOrder()).toList(), times);
    }

    @Test
    void lettersAreChosenByIdReasonRuleStateAndTime() throws Exception {
        JsonNode letter = letters("&limit=1").get(0);

        assertEquals(1, letters("&id=" + letter.get("id").asText()).size());
        assertEquals(LETTERS, letters("&reason=key-mismatch&reason=rule&state=open").size());
        assertEquals(0, letters("&reason=rule").size());
        assertEquals(0, letters("&rule=depth").size());
        assertEquals(0, inState("parked"));
        assertEquals(0, letters("&since=2999-01-01T00:00:00Z").size());
        assertEquals(LETTERS, letters("&since=2020-01-01T00:00:00%2B01:00&until=2999-01-01T00:00:00Z").size());
        assertEquals(0, letters("&until=2020-01-01T00:00:00Z").size());
    }

    @Test
    void oneLetterIsShownByItsId() throws Exception {
        String id = letters("&limit=1").get(0).get("id").asText();
        String target = "/v1/dead-letters/" + id + "?stream=" + visits.name();

        assertEquals(id, client.get(target, "of-reader").get("id").asText());
        JsonNode withEvent = client.get(target + "&payload=true", "of-reader");
        assertTrue(withEvent.toString().contains("payload"));
        assertEquals(visits.name() + "/1", withEvent.get("event_contract").asText());
        assertEquals("eu", withEvent.get("event").get("region").asText());
        assertFalse(client.get(target, "of-reader").has("event"));
        client.refused(404, "unknown-letter", "GET", target.replace(id, "never/0/0"), "of-reader", "");
    }

    @Test
    void thePayloadIsForThoseAloneWhoMayReadEvents() throws Exception {
        assertFalse(client.call("GET", list(""), "of-reader", "").body().contains("payload"));
        assertTrue(client.call("GET", list("&payload=true"), "of-reader", "").body().contains("payload"));
        assertTrue(client.call("GET", list("&payload=true"), "of-admin", "").body().contains("payload"));
        assertEquals(LETTERS, client.get(list(""), "of-sender").get("letters").size());
        client.refused(403, "forbidden-stream", "GET", list("&payload=true"), "of-sender", "");
        String id = letters("&limit=1").get(0).get("id").asText();
        client.refused(403, "forbidden-stream", "GET",
                "/v1/dead-letters/" + id + "?payload=true&stream=" + visits.name(), "of-sender", "");
    }

    @Test
    void aRedriveIsUnknownToThoseWhoMayNotSendToItsStream() throws Exception {
        String id = client.json(202, "POST", "/v1/dead-letters:redrive", "of-sender", body("")).get("id").asText();

        for (String method : List.of("GET", "DELETE")) {
            client.refused(404, "unknown-redrive", method, "/v1/dead-letters/redrives/" + id, "of-reader", "");
        }
        assertFalse(client.get("/v1/dead-letters/redrives", "of-reader").toString().contains(id));
        assertTrue(client.get("/v1/dead-letters/redrives", "of-sender").toString().contains(id));
        ended(id);
    }

    private JsonNode ended(String redrive) {
        List<JsonNode> last = new ArrayList<>();
        await("the end of the redrive").atMost(VisitStream.LIMIT).until(() -> {
            last.add(client.get("/v1/dead-letters/redrives/" + redrive, "of-admin"));
            return !last.getLast().get("state").asText().equals("running");
        });
        return last.getLast();
    }

    @Test
    void aRedriveIsPreviewedThenRunAndItsLettersAreResolved() throws Exception {
        JsonNode preview = client.json(200, "POST", "/v1/dead-letters:redrive", "of-admin",
                body(", \"patch\": {\"note\": \"mended\"}, \"dry-run\": true"));
        assertEquals(LETTERS, preview.get("letters").asInt());
        assertEquals("key-mismatch", preview.get("outcomes").get(0).get("reason").asText());
        assertEquals("merged", preview.get("outcomes").get(0).get("outcome").asText());
        assertEquals(LETTERS, inState("open"));

        JsonNode ended = ended(client.json(202, "POST", "/v1/dead-letters:redrive", "of-admin",
                body(", \"patch\": {\"note\": \"mended\"}, \"rate\": 1000")).get("id").asText());

        assertEquals("done", ended.get("state").asText(), ended::toString);
        assertEquals(LETTERS, ended.get("redriven").asInt());
        assertEquals(LETTERS, inState("redriven"));
        assertTrue(run.run(), run.failures()::toString);
        assertEquals(ROWS + LETTERS, visits.rows());
        assertEquals(LETTERS, inState("resolved"));
    }

    @Test
    void aRedriveThatIsCancelledLeavesLettersOpenAndTheSameRequestContinuesIt() throws Exception {
        String slow = body(", \"patch\": {}, \"rate\": 1");
        String id = client.json(202, "POST", "/v1/dead-letters:redrive", "of-admin", slow).get("id").asText();

        client.refused(409, "redrive-running", "POST", "/v1/dead-letters:redrive", "of-admin", slow);
        client.json(202, "DELETE", "/v1/dead-letters/redrives/" + id, "of-admin", "");

        assertEquals("cancelled", ended(id).get("state").asText());
        assertTrue(inState("open") > 0);
        JsonNode continued = ended(client.json(202, "POST", "/v1/dead-letters:redrive", "of-admin",
                body(", \"patch\": {}")).get("id").asText());
        assertEquals("done", continued.get("state").asText(), continued::toString);
        assertEquals(0, inState("open"));
        assertTrue(run.run(), run.failures()::toString);
        assertEquals(ROWS + LETTERS, visits.rows());
    }

    @Test
    void aRedrivenEventOfASaltedStreamIsInThePartitionInWhichTheGatewayWouldWriteIt() throws Exception {
        var unused = visits.provisionWith("\"salt\": 3");
        var unusedContracts = catalog.refresh(visits.name());

        JsonNode redrive = ended(client.json(202, "POST", "/v1/dead-letters:redrive", "of-admin",
                body(", \"patch\": {}")).get("id").asText());
        assertEquals("done", redrive.get("state").asText(), redrive::toString);
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < LETTERS; i++) {
            expected.add("e/" + i + " in " + SaltedPartition.of("late" + i, "e/" + i, 3, 3));
        }
        Set<String> found = new TreeSet<>();
        assertTrue(run.run(), run.failures()::toString);
        for (int i = 0; i < LETTERS; i++) {
            JsonNode row = client.get("/v1/streams/" + visits.name() + "/events/e%2F" + i + "?pk=late" + i, "of-admin");
            assertEquals("in-table", row.get("state").asText(), row::toString);
            found.add("e/" + i + " in " + row.get("rows").get(0).get("partition").asInt());
        }
        assertEquals(expected, found);
    }

    @Test
    void theKeyThatIsLookedForIsNotInTheLog() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler listening = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLoggerName() + " " + line.getMessage() + Arrays.toString(line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger("").addHandler(listening);
        try {
            JsonNode row = client.get("/v1/streams/" + visits.name()
                    + "/events/1?pk=bob%40example.org%22%7D)%0A18%3A20%3A00.000%20ERROR%20forged", "of-admin");

            assertEquals("not-seen", row.get("state").asText(), row::toString);
        } finally {
            Logger.getLogger("").removeHandler(listening);
        }
        assertEquals(List.of(),
                lines.stream().filter(line -> line.contains("bob@") || line.contains("forged")).toList());
    }

    /** The name of a filter that no service has ends the start. */
    @Test
    void messagesOfTheLogAreKeptInOneLine() {
        assertEquals("one-line-messages",
                ConfigProvider.getConfig().getValue("quarkus.log.console.filter", String.class));
    }

    @Test
    void anIdThatNoLetterHasChangesNothing() throws Exception {
        String ids = body(", \"ids\": [\"" + letters("&limit=1").get(0).get("id").asText() + "\", \"never/0/0\"]");

        client.refused(404, "unknown-letter", "POST", "/v1/dead-letters:park", "of-sender", ids);
        client.refused(404, "unknown-letter", "POST", "/v1/dead-letters:redrive", "of-admin", ids);

        assertEquals(LETTERS, inState("open"));
    }

    @Test
    void onlyTheChosenLettersAreParked() throws Exception {
        String id = letters("&limit=1").get(0).get("id").asText();

        assertEquals(0, client.json(200, "POST", "/v1/dead-letters:park", "of-sender",
                body(", \"ids\": [\"" + id + "\"], \"states\": [\"resolved\"]")).get("parked").asInt());
        assertEquals(1, client.json(200, "POST", "/v1/dead-letters:park", "of-sender",
                body(", \"ids\": [\"" + id + "\"]")).get("parked").asInt());

        assertEquals(id, letters("&state=parked").get(0).get("id").asText());
        assertEquals(LETTERS - 1, inState("open"));
    }

    @Test
    void aReceiptTellsWhereAnEventIs() throws Exception {
        String events = "/v1/streams/" + visits.name() + "/events/";

        JsonNode row = client.get(events + "e0?pk=pk0", "of-sender");
        assertEquals("in-table", row.get("state").asText());
        assertEquals(visits.name().topic(), row.get("rows").get(0).get("topic").asText());
        assertTrue(row.get("rows").get(0).get("file").asText().endsWith(".parquet"));
        JsonNode letter = client.get(events + "e%2F1?pk=late1", "of-reader");
        assertEquals("dead-letter", letter.get("state").asText());
        assertEquals("key-mismatch", letter.get("letters").get(0).get("reason").asText());
        assertEquals("not-seen", client.get(events + "e0?pk=another", "of-admin").get("state").asText());
        client.refused(400, "bad-request", "GET", events + "e0", "of-admin", "");
    }

    private ProducerRecord<byte[], byte[]> quarantined(String type, String eventId, String event) {
        var letter = new ProducerRecord<byte[], byte[]>(visits.name().deadLetterTopic(), null,
                VisitStream.bytes(event));
        Map.of("http_content_type", type, "source", "http", "event_id", eventId, "dlq_error_code",
                "contract-violation", "dlq_error_pointer", "/note")
                .forEach((name, value) -> letter.headers().add(name, VisitStream.bytes(value)));
        return letter;
    }

    @Test
    void anEventThatTheGatewayRefusedIsPatchedAndMerged() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            var unused = producer.send(quarantined("application/json", "q1", """
                    {"pk": "quarantined", "event_id": "q1", "event_time": "2026-03-01T12:00:00Z", "region": "eu"}"""));
            var unusedToo = producer.send(quarantined("application/cloudevents+json", "q2", "{}"));
            producer.flush();
        }
        assertTrue(run.run(), run.failures()::toString);
        String choice = ", \"reasons\": [\"contract-violation\"]";

        assertEquals(JSON.readTree("[\"invalid\", \"not-json\"]"), outcomes(choice));
        assertEquals(JSON.readTree("[\"merged\", \"not-json\"]"), outcomes(choice + ", \"patch\": {\"note\": \"x\"}"));
        JsonNode ended = ended(client.json(202, "POST", "/v1/dead-letters:redrive", "of-admin",
                body(choice + ", \"patch\": {\"note\": \"x\"}")).get("id").asText());

        assertEquals(JSON.readTree("{\"not-json\": 1}"), ended.get("left"));
        assertTrue(run.run(), run.failures()::toString);
        assertEquals(ROWS + 1, visits.rows());
        assertEquals(1, inState("resolved"));
    }

    private JsonNode outcomes(String more) throws Exception {
        var outcomes = JSON.createArrayNode();
        client.json(200, "POST", "/v1/dead-letters:redrive", "of-admin", body(more + ", \"dry-run\": true"))
                .get("outcomes").forEach(outcome -> outcomes.add(outcome.get("outcome")));
        return outcomes;
    }

    @Test
    void aKeyThatIsAddedToTheFileIsKnownWithoutARestart() throws Exception {
        Files.writeString(OperatorKeys.FILE, OperatorKeys.line("late", "read:*"), StandardOpenOption.APPEND);

        await("the new key").atMost(VisitStream.LIMIT)
                .until(() -> client.call("GET", list(""), "of-late", "").statusCode() == 200);
    }

    @Test
    void aServiceOfOperatorsAloneStartsNoRuns() {
        await("a few intervals of the schedule").during(Duration.ofSeconds(3)).atMost(VisitStream.LIMIT)
                .until(() -> !schedule.ran());
    }
}
