package io.millrace.landing.letters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.UndecodableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON merge patches of events. */
class LetterPatchTest {
    private static final Contract CONTRACT = ContractParser.parse(new StreamName("visits"), 1, 101, """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "count", "type": "int", "default": 7},
              {"name": "note", "type": ["null", "string"], "default": null},
              {"name": "price", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 2}], "default": null},
              {"name": "day", "type": ["null", {"type": "int", "logicalType": "date"}], "default": null},
              {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}, "default": "A"},
              {"name": "tags", "type": {"type": "map", "values": "string"}, "default": {}},
              {"name": "parts", "type": {"type": "array", "items": "double"}, "default": []},
              {"name": "at", "type": ["null", {"type": "record", "name": "At", "fields": [
                {"name": "x", "type": "double"}, {"name": "y", "type": "double", "default": 0}]}], "default": null}
            ]}""");
    private static final StreamContracts CONTRACTS = new StreamContracts(CONTRACT, Map.of(101L, CONTRACT), Map.of());

    private static RefusedRecord record() {
        GenericRecord event = new GenericRecordBuilder(CONTRACT.schema()).set("pk", "k").set("event_id", "e")
                .set("event_time", 1_000_000L).set("count", 1).set("note", "old")
                .set("tags", Map.of("a", "1", "b", "2"))
                .build();
        return new RefusedRecord("another".getBytes(StandardCharsets.UTF_8), RecordCodec.encode(CONTRACT, event),
                List.of());
    }

    private static RedriveDecision patched(String patch) {
        return new LetterPatch(CONTRACTS, patch).apply(record());
    }

    private static GenericRecord event(String patch) throws UndecodableException {
        RefusedRecord sent = assertInstanceOf(RedriveDecision.Send.class, patched(patch)).record();
        assertArrayEquals("k".getBytes(StandardCharsets.UTF_8), sent.key());
        return RecordCodec.decode(Objects.requireNonNull(sent.value()), CONTRACT.schema(), CONTRACT.schema());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}                                  | count | 1",
            "{\"count\": 5}                      | count | 5",
            "{\"count\": null}                   | count | 7",
            "{\"note\": \"new\"}                 | note  | new",
            "{\"note\": null}                    | note  | null",
            "{\"event_time\": \"1970-01-01T00:00:02.5Z\"} | event_time | 2500000",
            "{\"event_time\": 3}                 | event_time | 3",
            "{\"day\": \"1970-01-03\"}           | day   | 2",
            "{\"kind\": \"B\"}                   | kind  | B",
            "{\"tags\": {\"a\": null, \"c\": \"3\"}} | tags | {b=2, c=3}",
            "{\"parts\": [1, 2.5]}               | parts | [1.0, 2.5]",
            "{\"at\": {\"x\": 4}}                | at    | {\"x\": 4.0, \"y\": 0.0}"})
    void aPatchChangesWhatItNames(String patch, String field, String expected) throws UndecodableException {
        assertEquals(expected, String.valueOf(event(patch).get(field)));
    }

    @Test
    void aDecimalIsExact() throws UndecodableException {
        assertEquals(ByteBuffer.wrap(new byte[]{4, (byte) 0xd2}), event("{\"price\": 12.34}").get("price"));
        assertEquals(event("{\"price\": 12.34}").get("price"), event("{\"price\": \"12.340\"}").get("price"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"pk\": \"other\"}          | the patch would change the key of the event",
            "{\"event_id\": \"other\"}    | the patch would change the key of the event",
            "{\"pk\": null}               | /pk has no default, so that it must have a value",
            "{\"nothing\": 1}             | /nothing is no field of the contract",
            "{\"count\": \"5\"}           | /count must be a whole number of its type",
            "{\"count\": 5000000000}      | /count must be a whole number of its type",
            "{\"note\": 5}                | /note must be text",
            "{\"price\": 1.234}           | /price has more than 2 digits after the point",
            "{\"price\": 12345}           | /price has too many digits",
            "{\"price\": \"x\"}           | /price must be a number",
            "{\"kind\": \"C\"}            | /kind must be a symbol of its enum",
            "{\"at\": {\"y\": 1}}         | /at/x has no default, so that it must have a value",
            "{\"at\": {\"x\": 1, \"z\": 1}} | /at/z is no field of the contract",
            "{\"parts\": [1, \"x\"]}      | /parts/1 must be a number"})
    void aPatchThatDoesNotFitIsRefusedWithItsPointerAndWithoutAValue(String patch, String reason) {
        assertEquals(new RedriveDecision.Leave(RedriveObstacle.PATCH_REFUSED, reason), patched(patch));
    }

    @Test
    void aPatchThatNamesTheKeyAsItIsIsNoChange() throws UndecodableException {
        assertEquals(9, event("{\"pk\": \"k\", \"event_id\": \"e\", \"count\": 9}").get("count"));
    }

    private static RefusedRecord refused(int... value) {
        byte[] bytes = new byte[value.length];
        for (int i = 0; i < value.length; i++) {
            bytes[i] = (byte) value[i];
        }
        return new RefusedRecord(bytes, bytes, List.of());
    }

    @Test
    void bytesThatAreNoEventCannotBePatched() {
        LetterPatch patch = new LetterPatch(CONTRACTS, "{}");

        assertInstanceOf(RedriveDecision.Leave.class, patch.apply(refused()));
        assertInstanceOf(RedriveDecision.Leave.class, patch.apply(refused(1, 2)));
        assertInstanceOf(RedriveDecision.Leave.class,
                patch.apply(refused(0, 0, 0, 0, 9, 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{", "{\"a\": 1, \"a\": 2}", "{} {}"})
    void aPatchIsAJsonObject(String text) {
        assertThrows(IllegalArgumentException.class, () -> new LetterPatch(CONTRACTS, text));
    }
}
