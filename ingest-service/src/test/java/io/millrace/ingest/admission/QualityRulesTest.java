package io.millrace.ingest.admission;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.RuleCase;
import io.millrace.ingest.admission.format.AdmissionRequest;
import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.admission.format.BodyRefusal;
import io.millrace.ingest.admission.format.EventIdSource;
import io.millrace.ingest.admission.format.StreamRouting;
import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.outcome.EventOutcome;
import io.millrace.ingest.outcome.EventProblem;
import io.millrace.ingest.outcome.RejectionReason;
import io.millrace.ingest.publish.EncodedEvent;
import io.millrace.ingest.publish.QuarantinedEvent;
import io.millrace.ingest.testing.TestContracts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class QualityRulesTest {
    private static final String RULES = """
            {"name": "positive", "expr": "n > 0"},
            {"name": "small", "expr": "n < 100 && s != ''", "doc": "n is below 100, and s is not empty"},
            {"name": "even", "expr": "n % 2 == 0", "onFailure": "NONE"},
            {"name": "later", "expr": "n != 7", "onFailure": "DLQ"},
            {"name": "read", "expr": "n != 8", "mode": "READ"}""";

    private final Map<String, Integer> counts = new TreeMap<>();
    private final EventAdmission admission = new EventAdmission(new RequestLimits(100, 10_000, 1_000_000),
            Clock.fixed(RuleCase.NOW, ZoneOffset.UTC),
            (stream, rule, onFailure, events) -> counts.merge(stream + " " + rule + " " + onFailure, events,
                    Integer::sum));

    static List<RuleCase> cases() {
        return RuleCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void gatewayGivesTheVerdictOfTheConsumers(RuleCase golden) {
        assertEquals(golden.verdict(), golden.contract().contract().map(contract -> verdict(golden, contract))
                .orElse(golden.contract().verdict()));
    }

    private String verdict(RuleCase golden, Contract contract) {
        return switch (admission.admit(request(contract, BodyFormat.JSON, OnInvalid.REJECT, golden.body()))) {
            case AdmissionVerdict.Admitted admitted -> {
                EncodedEvent sent = assertInstanceOf(EncodedEvent.class, admitted.outgoing().getFirst());
                assertArrayEquals(golden.value(contract), sent.value(), "the consumers are tested with other bytes");
                yield "met";
            }
            case AdmissionVerdict.Refused refused -> {
                var invalid = assertInstanceOf(BodyRefusal.InvalidEvents.class, refused.refusal());
                assertEquals(RejectionReason.RULE, invalid.fault(), invalid::toString);
                assertEquals(RuleCase.RULE, invalid.problems().getFirst().rule());
                yield RuleCase.verdict(invalid.problems().getFirst().reason());
            }
        };
    }

    @Test
    void eventThatBreaksTwoRulesIsRefusedWithThePointerAndTheReasonOfEach() {
        List<EventProblem> problems = refused(BodyFormat.JSON, OnInvalid.REJECT,
                "[" + event(1, 2, "a") + "," + event(2, -4, "") + "]");

        assertEquals(List.of(
                new EventProblem(1, null, "e2", "/n", "rule positive is not met: n > 0", "positive"),
                new EventProblem(1, null, "e2", "", "rule small is not met: n is below 100, and s is not empty",
                        "small")),
                problems);
    }

    @Test
    void linesOfABodyAreNamed() {
        List<EventProblem> problems = refused(BodyFormat.NDJSON, OnInvalid.REJECT,
                event(1, 2, "a") + "\n\n" + event(2, 0, "a"));

        assertEquals(List.of(new EventProblem(1, 3, "e2", "/n", "rule positive is not met: n > 0", "positive")),
                problems);
    }

    @Test
    void eventsThatMeetTheRulesAreStoredWhereOthersMayBeLeftOut() {
        var admitted = assertInstanceOf(AdmissionVerdict.Admitted.class, admission.admit(request(contract(),
                BodyFormat.NDJSON, OnInvalid.LEAVE_OUT, bytes(event(1, 2, "a") + "\n" + event(2, 0, "a")))));

        assertEquals(1, admitted.outgoing().size());
        var decided = assertInstanceOf(EventDisposition.Decided.class, admitted.events().get(1));
        var rejected = assertInstanceOf(EventOutcome.Rejected.class, decided.outcome());
        assertEquals(RejectionReason.RULE, rejected.reason());
        assertEquals("positive", rejected.problems().getFirst().rule());
    }

    @Test
    void quarantinedEventNamesTheRule() {
        var admitted = assertInstanceOf(AdmissionVerdict.Admitted.class, admission.admit(
                request(contract(), BodyFormat.JSON, OnInvalid.QUARANTINE, bytes(event(1, 0, "a")))));

        var letter = assertInstanceOf(QuarantinedEvent.class, admitted.outgoing().getFirst());
        assertEquals("rule", letter.code());
        assertEquals("positive", letter.rule());
        assertEquals("/n", letter.pointer());
    }

    @Test
    void rulesThatOnlyConsumersJudgeDoNotRefuse() {
        assertTrue(refused(BodyFormat.JSON, OnInvalid.REJECT, event(1, 7, "a")).isEmpty());
        assertTrue(refused(BodyFormat.JSON, OnInvalid.REJECT, event(1, 8, "a")).isEmpty());
    }

    @Test
    void failuresAreCountedByRuleOnceForARequestThatIsReadTwice() {
        // An escape in a name is not plain: the request is read from its beginning.
        String read = event(3, 3, "a").replace("\"n\"", "\"\\u006e\"");

        assertTrue(refused(BodyFormat.JSON, OnInvalid.LEAVE_OUT,
                "[" + event(1, 2, "a") + "," + event(2, 1, "a") + "," + read + "," + event(4, 101, "a") + "]")
                .isEmpty());

        assertEquals(Map.of("s even NONE", 3, "s small ERROR", 1), counts);
    }

    /** The problems of a refused request; empty when it is admitted. */
    private List<EventProblem> refused(BodyFormat format, OnInvalid onInvalid, String body) {
        return switch (admission.admit(request(contract(), format, onInvalid, bytes(body)))) {
            case AdmissionVerdict.Admitted unused -> List.of();
            case AdmissionVerdict.Refused refused -> {
                var invalid = assertInstanceOf(BodyRefusal.InvalidEvents.class, refused.refusal());
                assertEquals(RejectionReason.RULE, invalid.fault());
                yield invalid.problems();
            }
        };
    }

    private static Contract contract() {
        return ContractParser.parse(new StreamName("s"), 1, 7, TestContracts
                .withFields(", {\"name\": \"n\", \"type\": \"int\"}, {\"name\": \"s\", \"type\": \"string\"}")
                .replaceFirst("\"fields\"", "\"millrace\": {\"rules\": [" + RULES + "]}, \"fields\""));
    }

    private static String event(int id, int n, String s) {
        return "{\"pk\": \"p\", \"event_id\": \"e" + id + "\", \"event_time\": 5, \"n\": " + n + ", \"s\": \"" + s
                + "\"}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static AdmissionRequest request(Contract contract, BodyFormat format, OnInvalid onInvalid, byte[] body) {
        return AdmissionRequest.of(StreamRouting.to(contract), format, body, new EventIdSource.Generated(), onInvalid);
    }
}
