package io.millrace.landing.letters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    /** The value of each field in the form that is written. */
    private static final String EVENT = """
            {"pk": "k", "event_id": 7, "event_time": "2026-03-01T12:00:00.001Z", "region": "EU", "revision": 2,
             "an_int": -2147483648, "a_long": 9223372036854775807, "a_float": 1.5, "a_double": 2.5E-300,
             "a_boolean": true, "a_string": "<b>\\u0001\\u00e9", "some_bytes": "AAH/", "a_fixed": "AQIDBA==",
             "an_enum": "GREEN", "decimal_5": "-1.20", "decimal_15": "0.000000000000001",
             "decimal_38": "99999999999999999999999999999999999999", "a_date": "1969-12-31", "a_time_millis": 1,
             "a_time_micros": 2, "at_millis": "0001-01-01T00:00:00Z", "at_micros": "1969-12-31T23:59:59.999999Z",
             "a_uuid": "0b6a5f0c-4d0e-4b5e-8a3c-2f6d0c9b8a71",
             "outer": {"name": "n", "inner": {"amount": "1.500", "note": null}},
             "inners": [{"amount": "0.000", "note": "x"}], "holes": [null, 1], "matrix": [[1.0, 2.0], []],
             "texts": {"a": null, "b": "c"}, "inner_by_name": {"i": null}, "lists_by_name": {"l": [""]},
             "maybe_double": null, "maybe_list": ["l"], "last_is_null": null}""";

    @Test
    void everyTypeIsWrittenInTheFormInWhichItIsRead() throws Exception {
        Contract contract = ContractParser.parse(new StreamName("everything"), 1, 101, text("/everything.avsc"));
        JsonNode json = JsonValues.MAPPER.readTree(EVENT);

        GenericRecord event = decoded(contract, JsonValues.record(contract.schema(), json, ""));

        assertEquals(new ObjectMapper().readTree(EVENT).toPrettyString(), EventJson.of(event).toPrettyString());
    }

    @Test
    void aFixedUuidIsTextAndADecimalWithoutBytesIsZero() throws Exception {
        Schema schema = new Schema.Parser()
                .parse("""
                {"type": "record", "name": "R", "fields": [
                  {"name": "id", "type": {"type": "fixed", "name": "U", "size": 16, "logicalType": "uuid"}},
                  {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 2}}]}""");
        JsonNode json = JsonValues.MAPPER
                .readTree("{\"id\": \"0b6a5f0c-4d0e-4b5e-8a3c-2f6d0c9b8a71\", \"price\": 1}");
        GenericRecord record = JsonValues.record(schema, json, "");
        record.put("price", ByteBuffer.allocate(0));

        assertEquals("{\"id\":\"0b6a5f0c-4d0e-4b5e-8a3c-2f6d0c9b8a71\",\"price\":\"0.00\"}",
                EventJson.of(record).toString());
    }

    private static GenericRecord decoded(Contract contract, GenericRecord event) throws Exception {
        return RecordCodec.decode(RecordCodec.encode(contract, event), contract.schema(), contract.schema());
    }

    private static String text(String resource) throws IOException {
        try (var in = EventJsonTest.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
