package io.millrace.contracts.record;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.Map;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

class DecodedWeightTest {
    private static final Contract CONTRACT = ContractParser.parse(new StreamName("visits"), 1, 1, """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "notes", "default": [], "type": {"type": "array", "items":
                {"type": "record", "name": "Note", "fields": [{"name": "a", "type": ["null", "string"], "default": null}]}}},
              {"name": "counts", "default": {}, "type": {"type": "map", "values": "long"}}
            ]}""");
    private static final Schema NOTE = CONTRACT.schema().getField("notes").schema().getElementType();

    @Test
    void anEmptyRecordOfAnArrayWeighsMoreThanItsByte() throws Exception {
        byte[] without = encoded("", 0, Map.of());
        byte[] with = encoded("", 10_000, Map.of());

        assertTrue(with.length - without.length < 11_000);
        long each = (weight(with) - weight(without)) / 10_000;
        // A row of one value: header, names, array (16 + 4), and the place in the list.
        assertTrue(each >= 44 && each <= 60, () -> each + " bytes each");
    }

    @Test
    void textNumbersAndEntriesAreCounted() throws Exception {
        long without = weight(encoded("", 0, Map.of()));

        assertTrue(weight(encoded("x".repeat(1_000), 0, Map.of())) - without >= 1_000);
        assertTrue(weight(encoded("", 0, Map.of("a", 1L))) - without >= 48 + 41 + 16);
    }

    @Test
    void defaultsOfFieldsThatWereNotWrittenAreCounted() throws Exception {
        Schema later = new Schema.Parser().parse(CONTRACT.schema().toString().replace("\"default\":null}]",
                "\"default\":null},{\"name\":\"later\",\"type\":\"string\",\"default\":\"" + "x".repeat(3_000)
                        + "\"}]"));
        byte[] value = encoded("", 1_000, Map.of());
        DecodedWeight weight = new DecodedWeight(Long.MAX_VALUE);

        var unused = RecordCodec.decode(value, CONTRACT.schema(), later, weight);

        assertTrue(weight.bytes() - weight(value) >= 3_000_000, () -> "weighs " + weight.bytes());
    }

    @Test
    void decodingStopsAtTheLimit() {
        byte[] heavy = encoded("", 100_000, Map.of());

        assertThrows(OverweightException.class, () -> decode(heavy, new DecodedWeight(100_000)));
    }

    private static long weight(byte[] value) throws UndecodableException {
        DecodedWeight weight = new DecodedWeight(Long.MAX_VALUE);
        decode(value, weight);
        return weight.bytes();
    }

    private static void decode(byte[] value, DecodedWeight weight) throws UndecodableException {
        var unused = RecordCodec.decode(value, CONTRACT.schema(), CONTRACT.schema(), weight);
    }

    private static byte[] encoded(String id, int notes, Map<String, Long> counts) {
        GenericRecord note = new GenericRecordBuilder(NOTE).build();
        return RecordCodec.encode(CONTRACT, new GenericRecordBuilder(CONTRACT.schema()).set("pk", "p")
                .set("event_id", id).set("event_time", 1L).set("notes", Collections.nCopies(notes, note))
                .set("counts", counts).build());
    }
}
