package io.millrace.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Collectors;

import io.millrace.contracts.record.RecordCodec;
import org.junit.jupiter.api.Test;

class PoisonRecordsTest {
    private static final byte[] VALID = {0, 0, 0, 0, 5, 2, 'a', 2, 'b', 4, 6, 8};

    @Test
    void everyKindIsPutIntoEveryPartitionInTurn() throws Exception {
        // when
        var records = PoisonRecords.records("earthquake", 3, VALID);
        // then
        assertEquals(12, records.size());
        assertEquals(List.of(4L, 4L, 4L), List.copyOf(records.stream()
                .collect(Collectors.groupingBy(r -> r.partition(), Collectors.counting())).values()));
        assertEquals(5, RecordCodec.contentId(records.get(1).value()));
        assertEquals(6, records.get(1).value().length);
        assertEquals(2_000_000_011L, RecordCodec.contentId(records.get(2).value()));
        assertArrayEquals(VALID, records.get(3).value());
        assertEquals(12, records.stream().map(r -> new String(r.key(), java.nio.charset.StandardCharsets.UTF_8))
                .distinct().count());
    }

    @Test
    void aTopicWithoutAnyValidValueCannotBePoisoned() {
        assertThrows(RuntimeException.class, () -> PoisonRecords.records("earthquake", 3, new byte[0]));
    }
}
