package io.millrace.landing.mapping;

import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.record.DecodedEvent;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.RoleValues;
import io.millrace.table.EventRow;
import io.millrace.table.Fixture;
import org.apache.avro.generic.GenericRecord;

/** Rows as a consumer makes them of events. */
final class ContractRows {
    private ContractRows() {}

    static EventRow row(Contract contract, GenericRecord event, int partition, long offset, String writer) {
        var reading = (RoleValues.Reading.Lawful) RoleValues.read(contract, event);
        return EventRows.row(new DecodedEvent(contract, 7, event, reading.values(), partition, offset,
                Fixture.NOW + offset, CorrelationId.of("test")), writer);
    }
}
