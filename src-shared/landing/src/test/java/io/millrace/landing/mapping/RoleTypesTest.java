package io.millrace.landing.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.DeltaBackend;
import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableShape;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and revisions mean the same in a batch and in the table, whatever types the contract gives them. */
class RoleTypesTest {
    private static final long MILLIS = 1_517_942_380_200L;

    @TempDir
    Path folder;

    @Test
    void aRevisionInMillisecondsBeatsALowerOneThatIsInTheTable() {
        Contract contract = contract("\"string\"", "\"string\"",
                "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}",
                "");

        merge(contract, 0, event(contract, "a", "1", MILLIS, 1.0));
        merge(contract, 1, event(contract, "a", "1", MILLIS + 1, 2.0));
        merge(contract, 2, event(contract, "a", "1", MILLIS - 1, 3.0));

        assertEquals(List.of(2.0), new DeltaBackend(folder).values("amount"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"long\"", "\"int\""})
    void aKeyOfAnyTypeIsFoundAgainByAnotherWriter(String type) {
        Contract contract = contract(type, type, "\"long\"", "");
        Object key = type.contains("int") ? (Object) 17_000 : (Object) MILLIS;

        merge(contract, 0, event(contract, key, key, 0L, 1.0));
        merge(contract, 1, event(contract, key, key, 0L, 2.0));

        assertEquals(List.of(1.0), new DeltaBackend(folder).values("amount"));
    }

    @Test
    void aKeyInMillisecondsIsRefusedWithItsContract() {
        String millis = "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}";

        assertThrows(ContractException.class, () -> contract("\"string\"", millis, "\"long\"", ""));
        assertThrows(ContractException.class, () -> contract(millis, "\"string\"", "\"long\"", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pk", "event_id", "revision"})
    void aTableThatIsPartitionedByAKeyOrRevisionIsRefusedWithItsContract(String column) {
        var refused = assertThrows(ContractException.class, () -> contract("\"string\"", "\"string\"", "\"long\"",
                ", \"partition-by\": [\"" + column + "\"]"));

        assertTrue(String.valueOf(refused.getMessage()).contains(column), refused.getMessage());
    }

    /** Each merge by a writer that has just come, so that nothing is known but what the table says. */
    private void merge(Contract contract, long offset, GenericRecord event) {
        TableShape shape = ContractTable.shape(contract);
        try (EventTable table = new DeltaBackend(folder).open(shape, "stream")) {
            table.merge(new MicroBatch(shape, Fixture.TOPIC_ID,
                    new ArrayList<>(List.of(ContractRows.row(contract, event, 0, offset, "stream"))),
                    Map.of(0, new OffsetRange(offset, offset + 1))));
        }
    }

    private static GenericRecord event(Contract contract, Object pk, Object eventId, long revision, double amount) {
        return new GenericRecordBuilder(contract.schema()).set("pk", pk).set("event_id", eventId)
                .set("event_time", Fixture.NOW).set("revision", revision).set("amount", amount).build();
    }

    private static Contract contract(String pk, String eventId, String revision, String setting) {
        return ContractParser.parse(new StreamName("typed"), """
                {"type": "record", "name": "Typed", "millrace": {"pk": "pk"%s}, "fields": [
                  {"name": "pk", "type": %s},
                  {"name": "event_id", "type": %s},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "revision", "type": %s},
                  {"name": "amount", "type": "double"}
                ]}""".formatted(setting, pk, eventId, revision));
    }
}
