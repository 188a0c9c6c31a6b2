package io.millrace.landing.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import io.millrace.table.DeletedOffsets;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import org.junit.jupiter.api.Test;

class SuppliedOffsetsTest {
    private static final SourcePartition SOURCE = new SourcePartition("topic", 1);

    private static DeletedOffsets entry(long from, long until) {
        return new DeletedOffsets(SOURCE, new OffsetRange(from, until));
    }

    @Test
    void offsetsAreSuppliedWhereARecordWasFoundThatTheTableHas() {
        SuppliedOffsets supplied = new SuppliedOffsets(List.of(entry(10, 15), entry(20, 22)));
        for (long offset = 8; offset < 17; offset++) {
            supplied.add("topic", 1, offset);
            supplied.add("topic", 2, 20);
            supplied.add("another", 1, 20);
        }
        assertEquals(List.of(entry(10, 15)), supplied.supplied());

        supplied.remove(SOURCE, 12);
        supplied.remove(SOURCE, 30);
        assertEquals(List.of(entry(10, 12), entry(13, 15)), supplied.supplied());
    }
}
