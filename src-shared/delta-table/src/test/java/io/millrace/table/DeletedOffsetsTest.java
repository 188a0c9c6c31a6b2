package io.millrace.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.DeletedOffsets.Closure;
import io.millrace.table.mergerule.OffsetRange;
import org.junit.jupiter.api.Test;

class DeletedOffsetsTest {
    private static final SourcePartition SOURCE = new SourcePartition("AAAAAAAAAAAAAAAAAAAAAA", 2);

    private final Map<String, Long> marks = new HashMap<>(
            Map.of(SOURCE.applicationId(), 1_000L, "millrace-deletedx", 5L));

    private static DeletedOffsets entry(long from, long until) {
        return new DeletedOffsets(SOURCE, new OffsetRange(from, until));
    }

    private void record(DeletedOffsets... deleted) {
        marks.putAll(DeletedOffsets.recording(marks, List.of(deleted)));
    }

    private void close(Closure reason, DeletedOffsets... offsets) {
        marks.putAll(DeletedOffsets.closing(List.of(offsets), reason));
    }

    @Test
    void anEntryIsOpenUntilItsOffsetsAreSuppliedOrExplained() {
        record(entry(10, 50), entry(70, 80));
        assertEquals(List.of(entry(10, 50), entry(70, 80)), DeletedOffsets.open(marks));

        close(Closure.SUPPLIED, entry(20, 30), entry(70, 75));
        assertEquals(List.of(entry(10, 20), entry(30, 50), entry(75, 80)), DeletedOffsets.open(marks));

        close(Closure.EXPLAINED, entry(10, 20), entry(30, 50), entry(75, 80));
        assertEquals(List.of(), DeletedOffsets.open(marks));
        assertEquals(List.of(entry(10, 50), entry(70, 80)), DeletedOffsets.of(marks));
    }

    @Test
    void offsetsThatContinueAnEntryMakeItLonger() {
        record(entry(10, 50));
        record(entry(50, 60));

        assertEquals(60L, marks.get("millrace-deleted/" + SOURCE.topicId() + "/2/10"));
        assertEquals(List.of(entry(10, 60)), DeletedOffsets.open(marks));
        // and what was closed before stays closed
        close(Closure.EXPLAINED, entry(10, 60));
        record(entry(60, 61));
        assertEquals(List.of(entry(60, 61)), DeletedOffsets.open(marks));
    }

    @Test
    void thereIsALimitedNumberOfEntriesWhichIncludeAllDeletedOffsets() {
        for (int i = 0; i < 3 * DeletedOffsets.MOST_OF_PARTITION; i++) {
            record(entry(10L * i, 10L * i + 3));
        }
        record(new DeletedOffsets(new SourcePartition(SOURCE.topicId(), 3), new OffsetRange(0, 1)));

        List<DeletedOffsets> entries = DeletedOffsets.of(marks);
        assertEquals(DeletedOffsets.MOST_OF_PARTITION + 1, entries.size());
        assertEquals(entry(10L * DeletedOffsets.MOST_OF_PARTITION - 10, 30L * DeletedOffsets.MOST_OF_PARTITION - 7),
                entries.get(DeletedOffsets.MOST_OF_PARTITION - 1));
    }
}
