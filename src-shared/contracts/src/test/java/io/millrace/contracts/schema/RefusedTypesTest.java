package io.millrace.contracts.schema;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has no lossless column is refused by name when the contract is read, not by the table when an event comes. */
class RefusedTypesTest {
    @ParameterizedTest
    @ValueSource(strings = {
            "{\"type\": \"record\", \"name\": \"Twins\", \"fields\": [{\"name\": \"a\", \"type\": \"int\"}, {\"name\": \"A\", \"type\": \"int\"}]}",
            "{\"type\": \"record\", \"name\": \"Nothing\", \"fields\": []}",
            "{\"type\": \"array\", \"items\": {\"type\": \"record\", \"name\": \"Nothing\", \"fields\": []}}",
            "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 5, \"scale\": 7}",
            "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 39, \"scale\": 0}",
            "{\"type\": \"int\", \"logicalType\": \"timestamp-micros\"}",
            "{\"type\": \"string\", \"logicalType\": \"decimal\", \"precision\": 5}",
            "{\"type\": \"long\", \"logicalType\": \"local-timestamp-micros\"}",
            "{\"type\": \"long\", \"logicalType\": \"timestamp-nanos\"}",
            "{\"type\": \"bytes\", \"logicalType\": \"big-decimal\"}", "[\"int\", \"string\"]", "\"null\""})
    void aTypeWithoutALosslessColumnIsRefusedByName(String type) {
        var refused = assertThrows(ContractException.class, () -> ContractParser.parse(new StreamName("odd"), """
                {"type": "record", "name": "Odd", "fields": [
                  {"name": "pk", "type": "string"},
                  {"name": "event_id", "type": "string"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "odd_one", "type": %s}
                ]}""".formatted(type)));

        assertTrue(String.valueOf(refused.getMessage()).contains("odd_one"), refused.getMessage());
    }
}
