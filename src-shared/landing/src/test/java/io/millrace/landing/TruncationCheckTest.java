package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.table.SourcePartition;
import org.junit.jupiter.api.Test;

class TruncationCheckTest {
    private static final SourcePartition PARTITION = new SourcePartition("topic", 0);

    private final TruncationCheck check = new TruncationCheck();

    @Test
    void watermarkThatWasReadAfterTheEndProvesNothing() {
        assertFalse(check.isTruncated(PARTITION, 10, 8));
        assertFalse(check.isTruncated(PARTITION, 20, 15), "others merged five records since the end was read");
    }

    @Test
    void endBelowAnEarlierWatermarkIsALoss() {
        assertFalse(check.isTruncated(PARTITION, 10, 10));
        assertTrue(check.isTruncated(PARTITION, 10, 9));
        assertTrue(check.isTruncated(PARTITION, 10, 9), "and stays one");
    }

    @Test
    void topicThatWasMadeAgainHasPartitionsOfItsOwn() {
        assertFalse(check.isTruncated(PARTITION, 10, 10));
        assertFalse(check.isTruncated(new SourcePartition("another", 0), 0, 3));
    }
}
