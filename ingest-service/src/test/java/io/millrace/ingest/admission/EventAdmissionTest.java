package io.millrace.ingest.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.ExampleEvent;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.schema.SupportedTypes;
import io.millrace.ingest.admission.format.AdmissionRequest;
import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.admission.format.BodyRefusal;
import io.millrace.ingest.admission.format.EventIdSource;
import io.millrace.ingest.admission.format.StreamRouting;
import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.outcome.EventProblem;
import io.millrace.ingest.outcome.RejectionReason;
import io.millrace.ingest.publish.EncodedEvent;
import io.millrace.ingest.testing.TestContracts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventAdmissionTest {
    private static final Contract QUAKES = TestContracts.contract("earthquake");
    private static final int MAX_EVENTS = 200;
    private static final int MAX_EVENT_BYTES = 2_000;
    private final EventAdmission admission = new EventAdmission(
            new RequestLimits(MAX_EVENTS, MAX_EVENT_BYTES, 10_000_000),
            Clock.systemUTC());

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                          | the body is empty
            `   `                       | the body is empty
            5                           | the body must be an object or an array of objects
            "x"                         | the body must be an object or an array of objects
            null                        | the body must be an object or an array of objects
            {"a": 1, "a": 2}            | an object contains the same name twice (line 1, column 13)
            {"a": 1,}                   | invalid JSON (line 1, column 9)
            {"a": NaN}                  | invalid JSON (line 1, column 10)
            {"a": 01}                   | invalid JSON (line 1, column 8)
            {"a": +1}                   | invalid JSON (line 1, column 8)
            {"a": 'x'}                  | invalid JSON (line 1, column 7)
            {"a": 1} // why             | invalid JSON (line 1, column 10)
            {"a": [1                    | the JSON text is incomplete (line 1, column 9)
            {} {}                       | data follows the first JSON text; send an array, or application/x-ndjson
            [{}] 1                      | data follows the first JSON text; send an array, or application/x-ndjson
            """)
    void bodyThatIsNotOneJsonTextIsMalformed(String body, String detail) {
        var verdict = assertRefused(BodyRefusal.MalformedBody.class, json(body));

        assertEquals(detail, verdict.detail());
    }

    @Test
    void linesAreThoseOfTheBodyInLinesAndInASequence() {
        String bad = "{\"id\": 1}";
        for (var body : Map.of(BodyFormat.NDJSON, bad + "\n\n" + bad + "\n" + bad,
                BodyFormat.JSON_SEQUENCE, "\u001e" + bad + "\n\u001e{\n\"id\": 1}\n\u001e" + bad + "\n").entrySet()) {
            var verdict = assertRefused(BodyRefusal.InvalidEvents.class,
                    admission.admit(offer(QUAKES, body.getKey(), body.getValue().getBytes(StandardCharsets.UTF_8))));

            assertEquals(body.getKey() == BodyFormat.NDJSON ? List.of(1, 3, 4) : List.of(1, 2, 4),
                    verdict.problems().stream().map(EventProblem::line).distinct().toList(), body.getKey()::name);
        }
    }

    @Test
    void bytesThatAreNoUtf8AreFoundByOffset() {
        for (byte[] bad : List.of(new byte[]{(byte) 0xff}, new byte[]{(byte) 0xc0, (byte) 0xaf},
                new byte[]{(byte) 0xed, (byte) 0xa0, (byte) 0x80}, new byte[]{(byte) 0xe2, (byte) 0x82})) {
            byte[] body = new byte[10_000 + bad.length];
            Arrays.fill(body, (byte) ' ');
            System.arraycopy(bad, 0, body, 10_000, bad.length);

            var verdict = assertRefused(BodyRefusal.MalformedBody.class,
                    admission.admit(offer(QUAKES, BodyFormat.JSON, body)));

            assertEquals("the body is not valid UTF-8 at byte 10000", verdict.detail());
        }
    }

    @Test
    void utf16IsNotTakenForUtf8() {
        byte[] body = TestContracts.earthquake("q", "q@1").getBytes(StandardCharsets.UTF_16LE);

        assertRefused(BodyRefusal.MalformedBody.class, admission.admit(offer(QUAKES, BodyFormat.JSON, body)));
    }

    @Test
    void eventAsDeepAsAContractMayBeFitsIntoAnEnvelope() {
        int arrays = SupportedTypes.MAX_DEPTH - 1;
        String type = "{\"type\": \"array\", \"items\": ".repeat(arrays) + "\"int\"" + "}".repeat(arrays);
        Contract deep = ContractParser.parse(new StreamName("deep"), 1, 77, """
                {"type": "record", "name": "Deep", "fields": [{"name": "pk", "type": "string"},
                 {"name": "event_id", "type": "string"}, {"name": "deep", "type": %s},
                 {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}"""
                .formatted(type));
        String event = "{\"pk\": \"p\", \"event_id\": \"e\", \"event_time\": 1, \"deep\": " + "[".repeat(arrays) + "1"
                + "]".repeat(arrays) + "}";
        String change = "{\"payload\": {\"op\": \"c\", \"source\": {\"table\": \"t\", \"lsn\": 5}, \"after\": " + event
                + "}}";
        String cloud = "[{\"specversion\": \"1.0\", \"id\": \"i\", \"source\": \"/s\", \"type\": \"t\", \"data\": "
                + change + "}]";

        for (var body : Map.of(BodyFormat.JSON, "[" + event + "]", BodyFormat.DEBEZIUM_CLOUD_EVENTS, cloud)
                .entrySet()) {
            assertInstanceOf(AdmissionVerdict.Admitted.class, admission.admit(offer(deep, body.getKey(),
                    body.getValue().getBytes(StandardCharsets.UTF_8))), body.getKey().name());
        }
    }

    @Test
    void deepNestingAndLongNumbersAreMalformed() {
        String deep = "{\"x\": " + "[".repeat(70) + "]".repeat(70) + "}";
        String longNumber = "{\"mag\": " + "1".repeat(101) + "}";
        for (String body : List.of(deep, longNumber)) {
            var verdict = assertRefused(BodyRefusal.MalformedBody.class, json(body));
            assertTrue(verdict.detail().startsWith("a limit is exceeded"), verdict.detail());
        }
    }

    @Test
    void arrayWithoutEventsIsAnEmptyBatch() {
        assertRefused(BodyRefusal.EmptyBatch.class, json("[]"));
        assertRefused(BodyRefusal.EmptyBatch.class, ndjson("\n \r\n\n"));
    }

    @Test
    void elementThatIsNoObjectBreaksTheContractAtItsRoot() {
        var verdict = invalid(RejectionReason.CONTRACT_VIOLATION, json("[1, [], null]"));

        assertEquals(3, verdict.invalid());
        assertEquals(new EventProblem(1, null, null, "", "expected object, got array"), verdict.problems().get(1));
    }

    @Test
    void oneInvalidEventRefusesAllAndIsNamed() {
        String body = IntStream.range(0, 100)
                .mapToObj(i -> i == 17
                        ? TestContracts.earthquake("q17", "q17@1").replace("\"us\"", "5")
                        : TestContracts.earthquake("q" + i, "q" + i + "@1"))
                .collect(Collectors.joining("\n\n"));

        var verdict = invalid(RejectionReason.CONTRACT_VIOLATION, ndjson(body));

        assertEquals(100, verdict.events());
        assertEquals(1, verdict.invalid());
        assertEquals(List.of(new EventProblem(17, 35, "q17@1", "/net", "expected string, got integer")),
                verdict.problems());
    }

    @Test
    void atMostOneHundredProblemsAreListedAndAllInvalidEventsAreCounted() {
        String body = "[" + "{},".repeat(149) + "{}]";

        var verdict = invalid(RejectionReason.CONTRACT_VIOLATION, json(body));

        assertEquals(150, verdict.invalid());
        assertEquals(100, verdict.problems().size());
    }

    @Test
    void roleRulesAreHeld() {
        String body = TestContracts.earthquake("q", "q@1").replace("1767225600000", "1767225600000000");

        var verdict = invalid(RejectionReason.CONTRACT_VIOLATION, json(body));

        assertEquals("/time", verdict.problems().getFirst().pointer());
        assertEquals("/id", invalid(RejectionReason.CONTRACT_VIOLATION, json(TestContracts.earthquake("", "x")))
                .problems().getFirst().pointer());
    }

    @Test
    void brokenLineIsNamedWithItsNumber() {
        String body = TestContracts.earthquake("a", "a@1") + "\n\n{\"id\": }\n";

        var verdict = assertRefused(BodyRefusal.MalformedBody.class, ndjson(body));

        assertEquals(List.of(new EventProblem(1, 3, null, "", "invalid JSON (line 1, column 8)")),
                verdict.problems());
    }

    @Test
    void twoEventsOnOneLineAreMalformed() {
        String event = TestContracts.earthquake("a", "a@1");

        var verdict = assertRefused(BodyRefusal.MalformedBody.class, ndjson(event + event));

        assertEquals("line 1: the line contains more than one event", verdict.detail());
    }

    @Test
    void identicalRepeatsAreSentOnce() {
        String event = TestContracts.earthquake("a", "a@1");
        String reordered = "{\"id\": \"a\", " + event.substring(1).replace("\"id\": \"a\", ", "");

        var verdict = assertInstanceOf(AdmissionVerdict.Admitted.class,
                ndjson(event + "\n" + TestContracts.earthquake("b", "a@1") + "\n" + reordered));

        assertEquals(2, verdict.outgoing().size());
        assertEquals(
                List.of(new EventDisposition.Send(0, false), new EventDisposition.Send(1, false),
                        new EventDisposition.Send(0, false)),
                verdict.events());
        assertEquals("b", assertInstanceOf(EncodedEvent.class, verdict.outgoing().get(1)).pk());
    }

    @Test
    void oneKeyForDifferentEventsIsRefused() {
        String event = TestContracts.earthquake("a", "a@1");

        var verdict = invalid(RejectionReason.DUPLICATE_EVENT_ID,
                ndjson(event + "\n" + event.replace("4.5", "4.6")));

        assertEquals(List.of(new EventProblem(1, 2, "a@1", "/event_id",
                "is used for a different event of the same id in this request")), verdict.problems());
    }

    @Test
    void limitsAreHeld() {
        String event = TestContracts.earthquake("a", "a@1");
        assertInstanceOf(AdmissionVerdict.Admitted.class, ndjson((event + "\n").repeat(MAX_EVENTS)));
        assertRefused(BodyRefusal.TooManyEvents.class, ndjson((event + "\n").repeat(MAX_EVENTS + 1)));
        assertRefused(BodyRefusal.TooManyEvents.class, json("[" + (event + ",").repeat(MAX_EVENTS) + event + "]"));

        var tooLarge = invalid(RejectionReason.EVENT_TOO_LARGE,
                json("[" + event + "," + event.replace("reviewed", "x".repeat(MAX_EVENT_BYTES)) + "]"));
        assertEquals(1, tooLarge.problems().getFirst().index());
    }

    @Test
    void requestIsRefusedWhenWhatIsInvalidIsTooLargeToBeKept() {
        String event = TestContracts.earthquake("a", "a@1");
        String invalid = event.replace("\"us\"", "[\"" + "x".repeat(MAX_EVENT_BYTES - 1) + "\"]");
        byte[] body = (event + "\n" + invalid).getBytes(StandardCharsets.UTF_8);

        invalid(RejectionReason.CONTRACT_VIOLATION,
                admission.admit(AdmissionRequest.of(StreamRouting.to(QUAKES), BodyFormat.NDJSON, body,
                        new EventIdSource.Generated(), OnInvalid.QUARANTINE)));
    }

    @Test
    void exampleOfEveryContractIsLawful() {
        for (String name : List.of("earthquake", "order", "everything")) {
            Contract contract = TestContracts.contract(name);
            var fresh = new EventAdmission(new RequestLimits(1, MAX_EVENT_BYTES, 10_000_000), Clock.systemUTC());

            assertInstanceOf(AdmissionVerdict.Admitted.class, fresh.admit(offer(contract, BodyFormat.JSON,
                    ExampleEvent.of(contract).getBytes(StandardCharsets.UTF_8))), name);
        }
    }

    private static <R extends BodyRefusal> R assertRefused(Class<R> refusal, AdmissionVerdict verdict) {
        return assertInstanceOf(refusal, assertInstanceOf(AdmissionVerdict.Refused.class, verdict).refusal());
    }

    private static BodyRefusal.InvalidEvents invalid(RejectionReason fault, AdmissionVerdict verdict) {
        var invalid = assertRefused(BodyRefusal.InvalidEvents.class, verdict);
        assertEquals(fault, invalid.fault());
        return invalid;
    }

    private static AdmissionRequest offer(Contract contract, BodyFormat format, byte[] body) {
        return AdmissionRequest.of(StreamRouting.to(contract), format, body, new EventIdSource.Generated(),
                OnInvalid.REJECT);
    }

    private AdmissionVerdict json(String body) {
        return admission.admit(offer(QUAKES, BodyFormat.JSON, body.getBytes(StandardCharsets.UTF_8)));
    }

    private AdmissionVerdict ndjson(String body) {
        return admission.admit(offer(QUAKES, BodyFormat.NDJSON, body.getBytes(StandardCharsets.UTF_8)));
    }
}
