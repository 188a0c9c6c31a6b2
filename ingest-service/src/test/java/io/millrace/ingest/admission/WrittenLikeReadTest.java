package io.millrace.ingest.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.admission.format.AdmissionRequest;
import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.admission.format.EventIdSource;
import io.millrace.ingest.admission.format.StreamRouting;
import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.config.TimePrecision;
import io.millrace.ingest.publish.EncodedEvent;
import io.millrace.ingest.testing.TestContracts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the writing plans make of a body is, to the byte and to the letter, what the readers make of it. */
@Tag("slow")
class WrittenLikeReadTest {
    private static final int CONTRACTS = 60;
    private static final int BODIES = 60;
    private static final EventIdSource DERIVED = new EventIdSource.Derived("a key");

    private final EventAdmission admission = new EventAdmission(new RequestLimits(6, 20_000, 60_000),
            Clock.systemUTC());

    @Test
    void eventsOfRandomContracts() {
        int plain = 0;
        int valid = 0;
        for (int seed = 1; seed <= CONTRACTS; seed++) {
            Contract contract = new RandomContracts(seed).next(seed);
            RandomEvents lawful = new RandomEvents(seed, 0);
            RandomEvents odd = new RandomEvents(seed, 30);
            Random random = new Random(seed);
            for (int i = 0; i < BODIES; i++) {
                AdmissionRequest one = request(contract, BodyFormat.JSON, lawful.event(contract.schema()), random);
                boolean isValid = assertSame(one, contract) instanceof AdmissionVerdict.Admitted admitted
                        && admitted.outgoing().stream().allMatch(EncodedEvent.class::isInstance);
                valid += isValid ? 1 : 0;
                plain += isValid && admission.written(one).isPresent() ? 1 : 0;
                assertSame(request(contract, BodyFormat.JSON, odd.event(contract.schema()), random), contract);
                assertSame(body(contract, random.nextBoolean() ? lawful : odd, random), contract);
            }
        }
        assertTrue(valid > CONTRACTS * BODIES / 2, "only " + valid + " events were valid");
        assertTrue(plain > valid * 0.9,
                "only " + plain + " of " + valid + " valid events were written without a reader");
    }

    @ParameterizedTest
    @ValueSource(strings = {"order", "earthquake", "everything"})
    void eventsOfSampleContracts(String name) {
        Contract contract = ContractParser.parse(TestContracts.contract(name).stream(), 1, 0xFFFF_FFF0L,
                TestContracts.avsc(name));
        RandomEvents odd = new RandomEvents(7, 10);
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            assertSame(body(contract, odd, random), contract);
        }
    }

    @Test
    void eventThatWeighsAsMuchAsItMay() {
        Contract contract = TestContracts.contract("everything");
        for (int elements = 6_000; elements < 8_000; elements += 7) {
            String event = "{\"pk\": \"p\", \"event_id\": 1, \"event_time\": 0, \"names\": [" + "null,".repeat(elements)
                    + "null]}";
            assertSame(request(contract, BodyFormat.JSON, event, new Random(elements)), contract);
        }
    }

    @Test
    void eventThatIsTooLargeWithItsDefaults() {
        Contract contract = ContractParser.parse(new StreamName("large"), 1, 1, """
                {"type": "record", "name": "L", "fields": [{"name": "pk", "type": "string"}, {"name": "event_id", "type": "string"},
                 {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                 {"name": "text", "type": "string", "default": "%s"}]}""".formatted("x".repeat(18_000)));
        for (int length = 900; length < 1_010; length++) {
            String event = "  {\"pk\": \"%s\", \"event_time\": 0, \"event_id\": \"%s\"} \n ".formatted(
                    "p".repeat(length),
                    "e".repeat(1_010));
            for (BodyFormat format : List.of(BodyFormat.JSON, BodyFormat.NDJSON)) {
                assertSame(request(contract, format, event, new Random(length)), contract);
            }
        }
    }

    @Test
    void idInThePath() {
        Contract contract = ValidBodies.EVERYTHING;
        for (String id : List.of("1", "01", "x", "9223372036854775808", "")) {
            for (String field : List.of("", "\"event_id\": 1, ", "\"event_id\": 2, ")) {
                AdmissionRequest request = AdmissionRequest.of(StreamRouting.to(contract), BodyFormat.JSON,
                        ("{" + field + "\"pk\": \"p\", \"event_time\": 0}").getBytes(StandardCharsets.UTF_8),
                        new EventIdSource.Given(id), OnInvalid.REJECT);
                assertSame(request, contract);
            }
        }
    }

    @Test
    void contentIdBeyondFourBytesIsStillAnError() {
        Contract contract = ContractParser.parse(TestContracts.contract("order").stream(), 1, 1L << 32,
                TestContracts.avsc("order"));
        String event = new RandomEvents(1, 0).event(contract.schema());

        assertTrue(admission.written(request(contract, BodyFormat.JSON, event, new Random(1))).isEmpty());
    }

    private AdmissionVerdict assertSame(AdmissionRequest request, Contract contract) {
        AdmissionVerdict read = admission.read(request);
        AdmissionVerdict admitted = admission.admit(request);
        assertEquals(VerdictText.of(read), VerdictText.of(admitted),
                () -> new String(request.body(), StandardCharsets.UTF_8) + "\n" + request.format() + " "
                        + request.onInvalid() + "\n" + contract.schema());
        return admitted;
    }

    /** Some events in one of the formats; some bodies are damaged. */
    private static AdmissionRequest body(Contract contract, RandomEvents events, Random random) {
        List<String> texts = new ArrayList<>();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            texts.add(random.nextInt(10) == 0 && !texts.isEmpty() ? texts.getFirst() : events.event(contract.schema()));
        }
        BodyFormat format = List.of(BodyFormat.JSON, BodyFormat.NDJSON, BodyFormat.NDJSON, BodyFormat.JSON_SEQUENCE)
                .get(random.nextInt(4));
        String body = switch (format) {
            case JSON -> "[" + String.join(", ", texts) + "]";
            case NDJSON -> String.join(random.nextInt(4) == 0 ? "\n \n" : "\n", texts);
            default -> "\u001e" + String.join("\n\u001e", texts);
        };
        return request(contract, format, body, random);
    }

    private static AdmissionRequest request(Contract contract, BodyFormat format, String text, Random random) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            body = HostileBodiesTest.mutated(body, random);
        }
        return new AdmissionRequest(StreamRouting.to(contract), format, body, DERIVED,
                OnInvalid.values()[random.nextInt(OnInvalid.values().length)], null, null,
                TimePrecision.values()[random.nextInt(2)], bytes -> true);
    }
}
