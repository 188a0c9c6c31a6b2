package io.millrace.landing.letters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.QuarantineHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that the gateway quarantined, as a redrive would send them. */
class QuarantinedJsonTest {
    private static final Contract CONTRACT = ContractParser.parse(new StreamName("visits"), 1, 101, """
            {"type": "record", "name": "Visit", "millrace": {"rules": [{"name": "positive", "kind": "CONDITION",
                "type": "CEL", "mode": "WRITE", "expr": "message.count > 0"}]}, "fields": [
              {"name": "pk", "type": {"type": "string", "logicalType": "uuid"}},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "count", "type": "int"},
              {"name": "note", "type": ["null", "string"], "default": null},
              {"name": "size", "type": ["null", "float"], "default": null}
            ]}""");
    private static final StreamContracts CONTRACTS = new StreamContracts(CONTRACT, Map.of(101L, CONTRACT), Map.of());
    private static final String UUID = "0a1b2c3d-0000-4000-8000-0000000000ff";
    private static final String FINE = "{\"pk\": \"" + UUID
            + "\", \"event_id\": \"e\", \"event_time\": 1000, \"count\": 1}";
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(100), ZoneOffset.UTC);

    private static Letter letter(String json, Map<String, String> headers) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("visits.dlq", 0, 5, null,
                json.getBytes(StandardCharsets.UTF_8));
        Map<String, String> all = new LinkedHashMap<>(Map.of(QuarantineHeaders.CONTENT_TYPE,
                "application/json; charset=utf-8", EventHeaders.SOURCE, "http", DeadLetter.ERROR_CODE,
                "contract-violation", DeadLetter.ERROR_POINTER, "/count", EventHeaders.CORRELATION_ID, "c"));
        all.putAll(headers);
        all.forEach((name, value) -> EventHeaders.add(record.headers(), name, value));
        return new LetterParsing(5).letter("letters", record);
    }

    private static RedriveDecision decide(String json, String patch, Map<String, String> headers) {
        return new RedriveRecords(CONTRACTS, Optional.of(new LetterPatch(CONTRACTS, patch)), CLOCK)
                .of(letter(json, headers));
    }

    private static RefusedRecord sent(String json, String patch, Map<String, String> headers) {
        return assertInstanceOf(RedriveDecision.Send.class, decide(json, patch, headers)).record();
    }

    private static GenericRecord event(RefusedRecord record) throws Exception {
        return RecordCodec.decode(Objects.requireNonNull(record.value()), CONTRACT.schema(), CONTRACT.schema());
    }

    private static void assertLeft(RedriveObstacle obstacle, String detail, RedriveDecision decision) {
        assertEquals(new RedriveDecision.Leave(obstacle, detail), decision);
    }

    @Test
    void anEventThatMatchesTheContractNowIsSentAsTheGatewayWouldWriteIt() throws Exception {
        RefusedRecord record = assertInstanceOf(RedriveDecision.Send.class,
                new RedriveRecords(CONTRACTS, Optional.empty(), CLOCK).of(letter(FINE, Map.of()))).record();

        assertArrayEquals(UUID.getBytes(StandardCharsets.UTF_8), record.key());
        assertEquals("e", event(record).get("event_id").toString());
        List<String> names = new ArrayList<>(record.headers().stream().map(Header::key).toList());
        names.sort(null);
        assertEquals(List.of("correlation_id", "event_id", "source"), names);
    }

    /** The merge of the redriven record links to the request that was refused. */
    @Test
    void theRecordKeepsTheTraceOfTheLetter() {
        String context = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        RefusedRecord record = sent(FINE, "{}", Map.of(EventHeaders.TRACEPARENT, context));

        assertEquals(context, EventHeaders.text(new RecordHeaders(record.headers()), EventHeaders.TRACEPARENT)
                .orElseThrow());
    }

    @Test
    void aPatchDoesNotGiveTwoLettersOneKey() {
        RedriveRecords records = new RedriveRecords(CONTRACTS,
                Optional.of(new LetterPatch(CONTRACTS, "{\"event_id\": \"z\"}")), CLOCK);
        String withoutId = FINE.replace("\"event_id\": \"e\", ", "");

        assertInstanceOf(RedriveDecision.Send.class, records.of(letter(withoutId, Map.of())));
        assertLeft(RedriveObstacle.PATCH_REFUSED, "the patch would give the key of another letter to the event",
                records.of(letter(withoutId, Map.of())));
    }

    @Test
    void aPatchDoesNotChangeAnIdThatCameFromThePath() {
        String withoutId = FINE.replace("\"event_id\": \"e\", ", "");

        assertLeft(RedriveObstacle.PATCH_REFUSED, "the patch would change the key of the event",
                decide(withoutId, "{\"event_id\": \"z\"}", Map.of(EventHeaders.EVENT_ID, "from the path")));
        assertInstanceOf(RedriveDecision.Send.class,
                decide(withoutId, "{\"event_id\": \"from the path\"}",
                        Map.of(EventHeaders.EVENT_ID, "from the path")));
    }

    @Test
    void aUuidIsTheKeyInItsOneSpelling() throws Exception {
        RefusedRecord record = sent(FINE.replace(UUID, UUID.toUpperCase(Locale.ROOT)), "{}", Map.of());

        assertArrayEquals(UUID.getBytes(StandardCharsets.UTF_8), record.key());
        assertEquals(UUID, event(record).get("pk").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"count\": 2}         | count      | 2",
            "{\"count\": 2.0}       | count      | 2",
            "{\"count\": 2e0}       | count      | 2",
            "{\"note\": \"x\"}      | note       | x",
            "{\"size\": 1.5}        | size       | 1.5",
            "{\"size\": 0}          | size       | 0.0",
            "{\"event_time\": \"1970-01-01T01:00:02.500+01:00\"} | event_time | 2500"})
    void aPatchChangesTheJson(String patch, String field, String expected) throws Exception {
        assertEquals(expected, String.valueOf(event(sent(FINE, patch, Map.of())).get(field)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"count\": null}      | /count has no default, so that it must have a value",
            "{\"count\": \"1\"}     | /count must be a whole number of its type",
            "{\"count\": 1.5}       | /count must be a whole number of its type",
            "{\"count\": 1e99}      | /count must be a whole number of its type",
            "{\"count\": 0}         | the event does not meet the quality rule positive",
            "{\"other\": 1}         | /other is no field of the contract",
            "{\"note\": \"a\\u0000\"} | /note must not hold U+0000",
            "{\"note\": \"\\ud800\"} | /note must not hold half of a surrogate pair",
            "{\"size\": 1e39}       | /size is out of the range of its type",
            "{\"size\": 1e-99}      | /size is out of the range of its type",
            "{\"event_time\": \"1970-01-01T00:00:00.0001Z\"} | /event_time has more digits than its field keeps"})
    void anEventThatTheGatewayWouldRefuseAgainIsLeft(String patch, String detail) {
        assertLeft(RedriveObstacle.INVALID, detail, decide(FINE, patch, Map.of()));
    }

    @Test
    void anEventBeyondTheLimitsOfTheContractIsLeft() {
        assertEquals(RedriveObstacle.INVALID, assertInstanceOf(RedriveDecision.Leave.class,
                decide(FINE, "{\"event_time\": 999999999999999}", Map.of())).obstacle());
        assertEquals(RedriveObstacle.INVALID, assertInstanceOf(RedriveDecision.Leave.class,
                decide(FINE.replace(UUID, "no uuid"), "{}", Map.of())).obstacle());
        assertLeft(RedriveObstacle.INVALID, "the event is too large for the gateway",
                decide(FINE, "{}", Map.of(DeadLetter.ERROR_CODE, "event-too-large")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{", "{} {}", "{\"a\": 1, \"a\": 2}"})
    void textThatIsNotOneJsonObjectIsLeft(String text) {
        assertLeft(RedriveObstacle.NOT_JSON, "the letter is not the JSON of one event", decide(text, "{}", Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"application/cloudevents+json, http", "application/vnd.apache.avro+binary, http",
            "application/vnd.kafka.json.v2+json, http", "application/json, ce", "application/json, cdc"})
    void anotherFormatIsLeft(String type, String source) {
        assertLeft(RedriveObstacle.NOT_JSON, "the letter is not the JSON of one event", decide(FINE, "{}",
                Map.of(QuarantineHeaders.CONTENT_TYPE, type, EventHeaders.SOURCE, source)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"event_id\": \"f\"}", "{\"pk\": \"0a1b2c3d-0000-4000-8000-0000000000fe\"}",
            "{\"event_id\": null}", "{\"pk\": null}"})
    void aPatchDoesNotMakeItAnotherEvent(String patch) {
        assertEquals(patch.contains("\"event_id\": null")
                ? RedriveObstacle.NO_EVENT_ID
                : RedriveObstacle.PATCH_REFUSED,
                assertInstanceOf(RedriveDecision.Leave.class, decide(FINE, patch, Map.of())).obstacle());
    }

    @Test
    void theIdThatTheGatewayReadIsUsedAndWithoutOneTheLetterIsLeft() throws Exception {
        String without = FINE.replace("\"event_id\": \"e\", ", "");

        assertLeft(RedriveObstacle.NO_EVENT_ID, "/event_id is not known", decide(without, "{}", Map.of()));
        assertEquals("given", event(sent(without, "{}", Map.of(EventHeaders.EVENT_ID, "given"))).get("event_id")
                .toString());
        assertEquals("f", event(sent(without, "{\"event_id\": \"f\"}", Map.of())).get("event_id").toString());
    }

    @Test
    void anIdOrPkThatTheGatewayRefusedIsWhatThePatchSays() throws Exception {
        Map<String, String> id = Map.of(DeadLetter.ERROR_POINTER, "/event_id", EventHeaders.EVENT_ID, "e");
        Map<String, String> pk = Map.of(DeadLetter.ERROR_POINTER, "/pk");

        assertLeft(RedriveObstacle.NO_EVENT_ID, "/event_id is not known", decide(FINE, "{}", id));
        assertEquals("f", event(sent(FINE, "{\"event_id\": \"f\"}", id)).get("event_id").toString());
        assertEquals(UUID, event(sent(FINE.replace(UUID, "wrong"), "{\"pk\": \"" + UUID + "\"}", pk)).get("pk")
                .toString());
    }
}
