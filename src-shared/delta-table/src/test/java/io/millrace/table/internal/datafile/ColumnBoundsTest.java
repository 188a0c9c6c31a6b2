package io.millrace.table.internal.datafile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import io.millrace.table.column.ColumnType;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;

class ColumnBoundsTest {
    private static final ColumnType TEXT = new ColumnType.Text();
    private static final ColumnType TIME = new ColumnType.Timestamp();
    private static final String ROCKET = "\ud83d\ude80";
    private static final String LAST = "\udbff\udfff";

    private static List<Optional<Object>> bounds(ColumnType type, Object value) {
        return List.of(ColumnBounds.low(type, value),
                ColumnBounds.high(type, value));
    }

    private static List<Optional<Object>> text(String value) {
        return bounds(TEXT, Binary.fromString(value));
    }

    private static List<Optional<Object>> both(Object low, Object high) {
        return List.of(Optional.of(low), Optional.of(high));
    }

    private static long micros(String time) {
        Instant instant = Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1_000L;
    }

    @Test
    void aTextOfUpTo256BytesIsItsOwnBound() {
        assertEquals(both("a".repeat(256), "a".repeat(256)), text("a".repeat(256)));
        assertEquals(both("", ""), text(""));
    }

    @Test
    void ofALongerTextTheUpperBoundIsTheNextOneAfterAllThatBeginSo() {
        assertEquals(both("a".repeat(256), "a".repeat(255) + "b"), text("a".repeat(257)));
    }

    @Test
    void noCodePointIsCutInTwo() {
        String text = "x".repeat(254) + ROCKET;

        assertEquals(both("x".repeat(254), "x".repeat(253) + "y"), text(text));
        assertEquals(both(ROCKET.repeat(64), ROCKET.repeat(63) + "\ud83d\ude81"), text(ROCKET.repeat(65)));
    }

    @Test
    void afterTheLastCharacterBeforeTheSurrogatesComesTheFirstAfterThem() {
        String text = "\ud7ff".repeat(86);

        assertEquals(both("\ud7ff".repeat(85), "\ud7ff".repeat(84) + "\ue000"), text(text));
    }

    @Test
    void theLastCodePointOfAllIsLeftOutAndATextOfNothingElseIsItsOwnUpperBound() {
        assertEquals(both("a" + LAST.repeat(63), "b"), text("a" + LAST.repeat(70)));
        assertEquals(both(LAST.repeat(64), LAST.repeat(65)), text(LAST.repeat(65)));
    }

    @Test
    void timesAreRoundedToMillisecondsAwayFromTheValues() {
        assertEquals(both(-1_000L, 0L), bounds(TIME, -1L));
        assertEquals(both(0L, 1_000L), bounds(TIME, 1L));
        assertEquals(both(2_000L, 2_000L), bounds(TIME, 2_000L));
    }

    @Test
    void noTimeAndNoDateIsWrittenInAYearThatReadersDoNotParse() {
        long end = micros("9999-12-31T23:59:59.999999Z");
        long first = micros("0001-01-01T00:00:00Z");

        assertEquals(both(end - 999, end), bounds(TIME, end));
        assertEquals(both(first, first), bounds(TIME, first));
        assertEquals(List.of(Optional.empty(), Optional.of(first)), bounds(TIME, first - 1));
        assertEquals(both((int) LocalDate.of(9999, 12, 31).toEpochDay(), (int) LocalDate.of(9999, 12, 31).toEpochDay()),
                bounds(new ColumnType.Date(), (int) LocalDate.of(9999, 12, 31).toEpochDay()));
        assertEquals(List.of(Optional.empty(), Optional.empty()),
                bounds(new ColumnType.Date(), (int) LocalDate.of(10_000, 1, 1).toEpochDay()));
        assertEquals(List.of(Optional.empty(), Optional.empty()), bounds(new ColumnType.Date(), Integer.MIN_VALUE));
    }

    @Test
    void zeroHasBothSigns() {
        assertEquals(both(-0.0, 0.0), bounds(new ColumnType.Float64(), 0.0));
        assertEquals(both(-0.0f, 0.0f), bounds(new ColumnType.Float32(), -0.0f));
    }
}
