package io.millrace.stream.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordBufferTest {
    private static final long NOW = 0;

    @Test
    void aTakeHasTheRecordsSinceTheOneBefore() throws Exception {
        RecordBuffer buffer = new RecordBuffer(2);
        buffer.assign(0, 10);
        offer(buffer, 10, 12);
        var first = buffer.take(NOW);
        offer(buffer, 12, 14);

        assertEquals(Map.of(0, new OffsetRange(10, 12)), first.records().ranges());
        assertEquals(Map.of(0, new OffsetRange(12, 14)), buffer.take(NOW).records().ranges());
    }

    @Test
    void onlyTheFirstTakeOfAPartitionSaysThatItStarted() throws Exception {
        RecordBuffer buffer = new RecordBuffer(9);
        buffer.begin("t");
        buffer.assign(0, 10);
        offer(buffer, 10, 12);
        var first = buffer.take(NOW);
        offer(buffer, 12, 14);
        var second = buffer.take(NOW);
        buffer.readAgain("t", 0, 11);
        buffer.restart("t", 0, 11);
        offer(buffer, 11, 14);

        assertEquals(Set.of(0), first.started());
        assertEquals(Set.of(), second.started());
        assertEquals(Set.of(0), buffer.take(NOW).started());
    }

    @Test
    void aTakeWaitsForRecordsNoLongerThanItIsAllowedTo() throws Exception {
        RecordBuffer buffer = new RecordBuffer(2);
        buffer.assign(0, 0);

        assertTrue(buffer.take(1_000_000).isEmpty());
    }

    @Test
    void recordsOfAPartitionThatIsNotAssignedAndThoseReadBeforeAreLeftOut() throws Exception {
        RecordBuffer buffer = new RecordBuffer(2);
        assertTrue(buffer.offer(List.of(record(7, 3))).subscribe().asCompletionStage().isDone());
        buffer.assign(0, 10);
        offer(buffer, 5, 12);

        assertEquals(List.of(10L, 11L), offsets(buffer.take(NOW)));
    }

    @Test
    void aFullBufferHoldsTheConsumerBackUntilItIsTaken() throws Exception {
        RecordBuffer buffer = new RecordBuffer(2);
        buffer.assign(0, 0);

        var room = offer(buffer, 0, 2);
        assertFalse(room.getAsBoolean());

        buffer.take(NOW);
        assertTrue(room.getAsBoolean());
    }

    @Test
    void aStuckBufferLetsTheConsumerGoAndSaysWhereToReadAgain() throws Exception {
        RecordBuffer buffer = new RecordBuffer(2);
        buffer.assign(0, 0);
        var held = offer(buffer, 0, 2);

        buffer.stuck();
        var turnedAway = offer(buffer, 2, 5);

        assertTrue(held.getAsBoolean() && turnedAway.getAsBoolean(), "the other streams wait too");
        assertEquals(List.of(0L, 1L), offsets(buffer.take(NOW)));
        assertEquals(Map.of(0, 2L), buffer.unstuck());
    }

    @Test
    void whatComesAfterRecordsThatWereTurnedAwayIsTurnedAwayTooUntilThePartitionIsReadAgain() throws Exception {
        RecordBuffer buffer = new RecordBuffer(2);
        buffer.assign(0, 0);
        offer(buffer, 0, 2);
        buffer.stuck();
        offer(buffer, 2, 5);
        buffer.take(NOW);
        offer(buffer, 5, 6);

        buffer.unstuck().forEach(buffer::assign);
        offer(buffer, 2, 6);

        assertEquals(List.of(2L, 3L, 4L, 5L), offsets(buffer.take(NOW)));
    }

    @Test
    void aPartitionThatMustBeReadAgainGivesNoRecordsBeforeItsNewStart() throws Exception {
        RecordBuffer buffer = new RecordBuffer(9);
        buffer.begin("t");
        buffer.assign(0, 0);
        offer(buffer, 0, 4);
        buffer.take(NOW);
        offer(buffer, 4, 5);

        buffer.readAgain("another", 0, 3);
        assertEquals(List.of(4L), offsets(buffer.take(NOW)));
        buffer.readAgain("t", 0, 1);
        offer(buffer, 5, 6);

        assertTrue(buffer.take(NOW).isEmpty());
        assertEquals(Map.of(0, 1L), buffer.unstuck());
    }

    /** Offers records of partition 0; what is returned says whether there is room for more. */
    private static BooleanSupplier offer(RecordBuffer buffer, long from, long until) {
        return buffer.offer(LongStream.range(from, until).mapToObj(offset -> record(0, offset)).toList()).subscribe()
                .asCompletionStage()::isDone;
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
        return new ConsumerRecord<>("visits", partition, offset, new byte[1], new byte[1]);
    }

    private static List<Long> offsets(RecordBuffer.Taken taken) {
        return taken.records().records().stream().map(ConsumerRecord::offset).toList();
    }
}
