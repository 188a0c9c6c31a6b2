package io.millrace.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.table.OtherOffsets.Counts;
import io.millrace.table.OtherOffsets.Kind;
import io.millrace.table.mergerule.OffsetRange;
import org.junit.jupiter.api.Test;

class OtherOffsetsTest {
    private final OtherOffsets others = new OtherOffsets();

    @Test
    void onlyOffsetsWithinTheRangeCount() {
        others.add(0, new OffsetRange(0, 4), Kind.DELETED);
        others.add(0, new OffsetRange(5, 6), Kind.DEAD_LETTER);
        others.add(0, new OffsetRange(8, 12), Kind.WITHOUT_RECORD);
        others.add(1, new OffsetRange(0, 99), Kind.DEAD_LETTER);

        assertEquals(new Counts(1, 4, 4), others.count(0, new OffsetRange(0, 12), 3));
        assertEquals(new Counts(1, 2, 1), others.count(0, new OffsetRange(3, 10), 3));
    }

    @Test
    void offsetsThatDoNotAddUpAreAnError() {
        others.add(0, new OffsetRange(5, 6), Kind.DEAD_LETTER);

        assertThrows(IllegalStateException.class, () -> others.count(0, new OffsetRange(5, 8), 1));
        assertThrows(IllegalStateException.class, () -> others.count(0, new OffsetRange(5, 6), 1));
        assertThrows(IllegalStateException.class, () -> others.count(7, new OffsetRange(5, 6), 0));
    }

    @Test
    void ofUnknownOffsetsTheRestHoldsNoRecord() {
        assertEquals(new Counts(0, 3, 0), OtherOffsets.UNKNOWN.count(0, new OffsetRange(5, 10), 2));
        assertThrows(IllegalStateException.class,
                () -> OtherOffsets.UNKNOWN.add(0, new OffsetRange(5, 10), Kind.DELETED));
    }
}
