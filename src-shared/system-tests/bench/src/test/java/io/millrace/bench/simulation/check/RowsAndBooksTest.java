package io.millrace.bench.simulation.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;

import io.millrace.bench.simulation.world.Visit;
import io.millrace.table.Books;
import io.millrace.table.OtherOffsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsAndBooksTest {
    private static final Visit VISIT = new Visit("k", "e", Visit.DAY_BEGIN + 5, 2, 9);

    @Test
    void aRowHasEachValueOfItsEventAndItsDay() {
        assertTrue(ExpectedRows.isRow(VISIT, 4, row()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_offset", "amount", "revision", "event_time"})
    void aRowWithAnotherValueIsNotThatOfItsEvent(String column) {
        Map<String, @Nullable Object> row = row();
        row.put(column, 1L);

        assertFalse(ExpectedRows.isRow(VISIT, 4, row));
    }

    @Test
    void aRowOnAnotherDayIsNotThatOfItsEvent() {
        Map<String, @Nullable Object> row = row();
        row.put("event_date", 20_701);

        assertFalse(ExpectedRows.isRow(VISIT, 4, row));
    }

    private static Map<String, @Nullable Object> row() {
        return new HashMap<>(Map.of("_offset", 4L, "amount", 9L, "revision", 2L, "event_time", VISIT.timeMicros(),
                "event_date", 20_700));
    }

    @Test
    void aBronzeRowHasTheBytesOfItsRecord() {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("t", 0, 0, new byte[]{1}, new byte[]{2});
        Map<String, @Nullable Object> row = new HashMap<>(Map.of("key", new byte[]{1}, "value", new byte[]{2}));
        assertTrue(BronzeCheck.isRecord(row, record));

        row.put("value", new byte[]{3});
        assertFalse(BronzeCheck.isRecord(row, record));
    }

    @Test
    void deadLettersAreCountedAsSuch() {
        assertEquals(0, CuratedCheck.books("version 1", books(2, 1), 1, 1).size());

        // The sum is right: a refused record was counted as an event without effect.
        assertEquals(1, CuratedCheck.books("version 1", books(3, 0), 1, 1).size());
    }

    private static Books books(long unchanged, long letters) {
        return new Books(0, 4, 1, 0, unchanged, new OtherOffsets.Counts(letters, 0, 0));
    }
}
