package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.decode.ColumnDecoder;
import org.junit.jupiter.api.Test;

class RestingColumnsTest {
    private static final Contract CONTRACT = ContractParser.parse(new StreamName("visits"), 1, 1, """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}""");
    private static final StreamContracts CONTRACTS = new StreamContracts(CONTRACT, Map.of(1L, CONTRACT), Map.of());

    @Test
    void theColumnsThatRestForTheLongestTimeAreGivenBack() {
        // given memory for the columns of two streams
        ColumnDecoder first = used();
        ColumnDecoder second = used();
        long each = first.capacityBytes();
        RestingColumns resting = new RestingColumns(2 * each);
        resting.keep(first);
        resting.keep(second);
        // when the first is used again and a third comes
        resting.take(first);
        resting.keep(first);
        ColumnDecoder third = used();
        resting.keep(third);
        // then
        assertEquals(each, first.capacityBytes());
        assertTrue(second.capacityBytes() < each / 2, "it was not given back");
        assertEquals(each, third.capacityBytes());
        assertEquals(2 * each, resting.bytes());
    }

    @Test
    void allIsGivenBackOnRequest() {
        RestingColumns resting = new RestingColumns(Long.MAX_VALUE);
        ColumnDecoder columns = used();
        long before = columns.capacityBytes();
        resting.keep(columns);

        resting.giveBack();

        assertTrue(columns.capacityBytes() < before / 2);
        assertEquals(0, resting.bytes());
    }

    @Test
    void columnsInUseDoNotCount() {
        RestingColumns resting = new RestingColumns(Long.MAX_VALUE);
        ColumnDecoder columns = used();
        resting.keep(columns);

        resting.take(columns);
        resting.take(columns);

        assertEquals(0, resting.bytes());
    }

    /** Columns with room for ten thousand events. */
    private static ColumnDecoder used() {
        ColumnDecoder decoder = new ColumnDecoder(CONTRACTS, "stream");
        for (int i = 0; i < 10_000; i++) {
            assertEquals(null, decoder.add(VisitRecords.record(CONTRACT, i), Long.MAX_VALUE));
        }
        return decoder;
    }
}
