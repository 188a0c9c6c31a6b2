package io.millrace.contracts.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.Records;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, 0xFFFF_FFFFL})
    void everyContentIdOfFourBytesComesBack(long contentId) throws Exception {
        // given
        Contract contract = contract(contentId);
        GenericRecord event = Records.event(contract, "p");
        // when
        byte[] value = RecordCodec.encode(contract, event);
        // then
        assertEquals(contentId, RecordCodec.contentId(value));
        assertEquals(event.toString(), RecordCodec.decode(value, contract.schema(), contract.schema()).toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0x1_0000_0000L, Long.MAX_VALUE})
    void aContentIdThatNeedsMoreBytesIsRefusedByName(long contentId) {
        Contract contract = contract(contentId);
        GenericRecord event = Records.event(contract, "p");

        var refused = assertThrows(IllegalArgumentException.class, () -> RecordCodec.encode(contract, event));

        assertTrue(String.valueOf(refused.getMessage()).contains(Long.toString(contentId)), refused::getMessage);
    }

    private static Contract contract(long contentId) {
        return ContractParser.parse(Records.STREAM, 1, contentId, Avsc.of());
    }
}
