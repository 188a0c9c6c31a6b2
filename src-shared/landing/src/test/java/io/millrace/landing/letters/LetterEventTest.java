package io.millrace.landing.letters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The event in a letter, by the version of the contract that it was written with. */
class LetterEventTest {
    private static final StreamName VISITS = new StreamName("visits");
    private static final String AVSC = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "parts", "type": {"type": "array", "items": "int"}, "default": []}%s]}""";
    private static final Contract FIRST = ContractParser.parse(VISITS, 1, 101, AVSC.formatted(""));
    private static final Contract SECOND = ContractParser.parse(VISITS, 2, 102,
            AVSC.formatted(", {\"name\": \"later\", \"type\": \"int\", \"default\": 1}"));
    private static final StreamContracts CONTRACTS = new StreamContracts(SECOND, Map.of(101L, FIRST, 102L, SECOND),
            Map.of(103L, "refused"), Map.of(103L, FIRST.schema()));
    private static final RecordPosition AT = new RecordPosition("T", 0, 0);

    private static byte[] event(Contract contract, int parts) {
        return RecordCodec.encode(contract, new GenericRecordBuilder(contract.schema()).set("pk", "k")
                .set("event_id", "e").set("event_time", 1_000_000L).set("parts", Collections.nCopies(parts, 0))
                .build());
    }

    @SuppressWarnings("NullAway") // It reads the annotation of an array in a class file as one of its elements.
    private static LetterEvent of(byte @Nullable [] value, boolean ofGateway) {
        return LetterEvent.of(CONTRACTS, new Letter("T/0/0", LetterState.OPEN, 0,
                new RefusalCause(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty()),
                ofGateway ? Optional.empty() : Optional.of(AT), AT, 0, 0, new RefusedRecord(null, value, List.of()),
                Optional.empty()));
    }

    private static String reason(byte @Nullable [] value, boolean ofGateway) {
        return assertInstanceOf(LetterEvent.NotDecoded.class, of(value, ofGateway)).reason();
    }

    @Test
    void anEventHasTheFieldsOfTheVersionThatItWasWrittenWith() {
        LetterEvent.Decoded first = assertInstanceOf(LetterEvent.Decoded.class, of(event(FIRST, 1), false));

        assertEquals("visits/1", first.contract());
        assertEquals("{\"pk\":\"k\",\"event_id\":\"e\",\"event_time\":\"1970-01-01T00:00:01Z\",\"parts\":[0]}",
                first.fields().toString());
        assertTrue(assertInstanceOf(LetterEvent.Decoded.class, of(event(SECOND, 0), false)).fields().has("later"));
        byte[] refused = event(FIRST, 0);
        ByteBuffer.wrap(refused).putInt(1, 103);
        assertEquals("schema id 103",
                assertInstanceOf(LetterEvent.Decoded.class, of(refused, false)).contract());
    }

    @Test
    void otherwiseThereIsAReason() {
        byte[] unknown = event(FIRST, 0);
        ByteBuffer.wrap(unknown).putInt(1, 104);
        byte[] longer = Arrays.copyOf(event(FIRST, 0), 200);

        assertEquals("the record has no value", reason(null, false));
        assertEquals("schema id 104 is no version of the contract of visits", reason(unknown, false));
        assertEquals("there are more bytes than one datum of Visit", reason(longer, false));
        assertEquals("the value does not start with a zero byte and a 4-byte schema id (it has 2 bytes)",
                reason(bytes("{}"), false));
        assertEquals("the gateway refused it, and the letter has what it received", reason(bytes("{}"), true));
        assertEquals("decoded it takes more than 16 MiB", reason(event(FIRST, 4_000_000), false));
    }

    @Test
    void theJsonOfALetterHasTheEventOrTheReason() {
        ObjectNode decoded = JsonNodeFactory.instance.objectNode();
        of(event(FIRST, 0), false).put(decoded);
        ObjectNode other = JsonNodeFactory.instance.objectNode();
        of(null, false).put(other);

        assertEquals("visits/1", decoded.get("event_contract").asText());
        assertEquals("k", decoded.get("event").get("pk").asText());
        assertEquals("{\"not_decoded\":\"the record has no value\"}", other.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
