package io.millrace.bench.chaos.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.landing.letters.RecordPosition;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two partitions; of the topic "old" offsets below 5 of partition 0 are merged. */
class AckedRecordsTest {
    private static final Map<String, Long> WATERMARKS = Map.of(new SourcePartition("old", 0).applicationId(), 5L);

    private final SentEvents sent = new SentEvents();
    private final AckedRecords acked = new AckedRecords(sent);

    @BeforeEach
    void oldTopic() {
        acked.begin("old");
    }

    @Test
    void topicThatIsReplacedTakesWhatIsNotMerged() {
        ack(1, 0, 4);
        ack(2, 0, 5);
        ack(3, 1, 0);
        replace();
        acked.settle(ranges -> (at, event) -> false);

        acked.end(WATERMARKS);

        assertTrue(isAcked(1));
        assertFalse(isAcked(2));
        assertFalse(isAcked(3), "its partition was never merged");
    }

    @Test
    void acknowledgementsDuringTheChangeBelongToTheTopicThatHasTheRecord() {
        acked.replacing();
        ack(1, 0, 7);
        acked.replaced("new");
        ack(2, 0, 8);
        acked.settle(ranges -> {
            assertEquals(Map.of(0, new OffsetRange(7, 9)), ranges);
            return (at, event) -> at.equals(new RecordPosition("new", 0, 8)) && event.equals(event(2));
        });
        ack(3, 0, 9);
        acked.end(WATERMARKS);

        assertFalse(isAcked(1));
        assertTrue(isAcked(2));
        assertTrue(isAcked(3));
        acked.settle(ranges -> {
            throw new AssertionError("all are settled");
        });
    }

    @Test
    void anAcknowledgementThatComesWhileTheNewTopicIsReadIsOfTheNewTopic() {
        replace();
        ack(1, 0, 2);
        acked.settle(ranges -> {
            ack(2, 0, 3);
            return (at, event) -> event.equals(event(1));
        });

        acked.deleted(new SourcePartition("new", 0), new OffsetRange(2, 4));

        assertFalse(isAcked(1));
        assertFalse(isAcked(2));
    }

    @Test
    void deletedOffsetsTakeWhatWasAndWhatWillBeAcknowledged() {
        ack(1, 0, 5);
        ack(2, 0, 6);
        ack(3, 1, 5);
        acked.deleted(new SourcePartition("old", 0), new OffsetRange(5, 6));
        acked.deleted(new SourcePartition("old", 1), new OffsetRange(6, 8));
        ack(4, 1, 7);

        assertFalse(isAcked(1));
        assertTrue(isAcked(2));
        assertTrue(isAcked(3));
        assertFalse(isAcked(4));
        assertTrue(acked.isGone(new RecordPosition("old", 1, 7), WATERMARKS));
        assertFalse(acked.isGone(new RecordPosition("old", 1, 8), WATERMARKS));
    }

    @Test
    void whatIsMergedIsNeverLost() {
        ack(1, 0, 4);
        acked.merged(WATERMARKS);
        replace();
        acked.settle(ranges -> (at, event) -> false);

        acked.end(Map.of());

        assertTrue(isAcked(1));
    }

    @Test
    void theTopicThatIsThereLosesNothing() {
        ack(1, 1, 9);

        acked.end(WATERMARKS);

        assertTrue(isAcked(1));
    }

    @Test
    void aSecondChangeWaitsUntilTheFirstIsSettled() {
        replace();

        assertThrows(IllegalStateException.class, acked::replacing);
    }

    private void replace() {
        acked.replacing();
        acked.replaced("new");
    }

    private void ack(int number, int partition, long offset) {
        sent.record(List.of(event(number)), Certainty.ACKED);
        acked.acked(event(number), partition, offset);
    }

    private boolean isAcked(int number) {
        return sent.certainty(event(number)).equals(Optional.of(Certainty.ACKED));
    }

    private static ChaosEvent event(int number) {
        return new ChaosEvent(new EventKey("pk", "e" + number), 0, 1, number, null);
    }
}
