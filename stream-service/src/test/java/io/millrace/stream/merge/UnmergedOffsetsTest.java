package io.millrace.stream.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

class UnmergedOffsetsTest {
    private final UnmergedOffsets offsets = new UnmergedOffsets();
    private int looks;

    private long count(long watermark, long end, OptionalLong firstRecord) {
        return offsets.count(0, watermark, end, () -> {
            looks++;
            return firstRecord;
        });
    }

    @Test
    void offsetsBehindTheWatermarkThatMoveAreAllCountedAndNotLookedInto() {
        assertEquals(0, count(10, 10, OptionalLong.empty()));
        assertEquals(5, count(10, 15, OptionalLong.empty()));
        assertEquals(2, count(15, 17, OptionalLong.empty()));
        assertEquals(0, looks);
    }

    @Test
    void aStretchWithoutRecordsIsNoLagAndIsLookedIntoOnce() {
        count(10, 15, OptionalLong.empty());

        assertEquals(0, count(10, 15, OptionalLong.empty()));
        assertEquals(0, count(10, 15, OptionalLong.of(10)));
        assertEquals(1, looks);
    }

    @Test
    void aStretchWithRecordsIsLagFromItsFirstRecordOn() {
        count(10, 15, OptionalLong.of(12));

        assertEquals(3, count(10, 15, OptionalLong.of(12)));
        assertEquals(1, looks);
    }
}
