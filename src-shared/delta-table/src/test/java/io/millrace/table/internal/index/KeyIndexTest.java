package io.millrace.table.internal.index;

import static io.millrace.table.Fixture.SHAPE;
import static io.millrace.table.Fixture.TOPIC_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.internal.keys.KeyBucketsTest;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the index holds is what the writer asks for; what it does not hold is never taken for new. */
class KeyIndexTest {
    private static final int PARTITIONS = 4;
    private static final int KEYS = 4_000;
    /** What a key takes in an index of few. */
    private static final long SPARSE = 32;

    @TempDir
    Path folder;

    private EventTable open(long indexBytes) {
        return EventTables.open(folder, SHAPE,
                new WriterOptions("writer", Duration.ofDays(30), indexBytes));
    }

    /** Events of keys that are in this partition if Kafka's partitioner chose, sent through any one. */
    private static MicroBatch batch(int through, long from, int slot, int first, int count) {
        return batch(TOPIC_ID, through, from, IntStream.range(first, first + count)
                .mapToObj(number -> KeyBucketsTest.inSlot(slot, PARTITIONS, number)).toList());
    }

    private static MicroBatch batch(String topicId, int through, long from, List<EventKey> keys) {
        List<EventRow> rows = new ArrayList<>();
        for (EventKey key : keys) {
            rows.add(Visit.of(key.pk(), key.eventId()).row(through, from + rows.size(), "writer"));
        }
        return new MicroBatch(SHAPE, topicId, rows, Map.of(through, new OffsetRange(from, from + rows.size())));
    }

    @BeforeEach
    void fill() {
        try (EventTable table = open(64 << 20)) {
            for (int partition = PARTITIONS - 1; partition >= 0; partition--) {
                table.merge(batch(partition, 0, partition, 0, KEYS));
            }
        }
    }

    private static void assertAllDuplicates(MergeOutcome outcome, int count) {
        MergeOutcome.Merged committed = (MergeOutcome.Merged) outcome;
        assertEquals(List.of(0, count), List.of(committed.inserted(), committed.duplicates()));
    }

    private void assertNoRowIsThereTwice() {
        List<Object> keys = new ArrayList<>();
        List<Object> pks = Fixture.column(folder, "pk");
        List<Object> ids = Fixture.column(folder, "event_id");
        for (int i = 0; i < pks.size(); i++) {
            keys.add(List.of(pks.get(i), ids.get(i)));
        }
        assertEquals(PARTITIONS * KEYS, keys.size());
        assertEquals(keys.size(), new HashSet<>(keys).size());
    }

    @Test
    void aWriterOfOnePartitionHoldsTheKeysOfThatOne() {
        try (EventTable one = open(64 << 20); EventTable all = open(64 << 20)) {
            assertAllDuplicates(one.merge(batch(2, KEYS, 2, 0, 100)), 100);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                all.present(List.of(KeyBucketsTest.inSlot(partition, PARTITIONS, 0)));
            }

            HashIndex withoutKeys = new HashIndex(64 << 20);
            withoutKeys.add(0, new long[0]);
            double share = (double) (one.keyIndexBytes() - withoutKeys.bytes())
                    / (all.keyIndexBytes() - withoutKeys.bytes());
            assertTrue(share > 0.2 && share < 0.4, "holds " + share + " of what all partitions take");
        }
    }

    @Test
    void keysOfAPartitionThatComesLaterAreKnown() {
        try (EventTable table = open(64 << 20)) {
            assertAllDuplicates(table.merge(batch(0, KEYS, 0, 0, 100)), 100);
            for (int partition = 1; partition < PARTITIONS; partition++) {
                assertAllDuplicates(table.merge(batch(partition, KEYS, partition, 0, 100)), 100);
            }
            assertNoRowIsThereTwice();
        }
    }

    /** Partitions were added, the topic was made again with another count, or somebody chose the partition himself. */
    @Test
    void keysThatComeThroughAnotherPartitionThanTheirRowsDidAreKnown() {
        try (EventTable table = open(64 << 20)) {
            assertAllDuplicates(table.merge(batch(0, KEYS, 0, 0, 100)), 100);
            assertAllDuplicates(table.merge(batch(0, KEYS + 100, 3, 0, 100)), 100);
            assertAllDuplicates(table.merge(batch(PARTITIONS + 3, 0, 1, 0, 100)), 100);
            assertAllDuplicates(table.merge(batch("made-again", 1, 0,
                    IntStream.range(0, 100).mapToObj(i -> KeyBucketsTest.inSlot(2, PARTITIONS, i)).toList())), 100);
            assertNoRowIsThereTwice();
        }
    }

    @Test
    void whatAnotherWriterAddsMeanwhileIsKnown() {
        try (EventTable table = open(64 << 20); EventTable other = open(64 << 20)) {
            assertAllDuplicates(table.merge(batch(0, KEYS, 0, 0, 1)), 1);
            other.merge(batch("other", 7, 0, List.of(new EventKey("new", "1"))));

            assertEquals(1, ((MergeOutcome.Merged) table
                    .merge(batch(0, KEYS + 1, 0, 0, 1))).duplicates());
            assertAllDuplicates(table.merge(batch(1, KEYS, 1, 0, 1)), 1);
            assertEquals(0, ((MergeOutcome.Merged) table
                    .merge(batch("again", 0, 0, List.of(new EventKey("new", "1"))))).inserted());
        }
    }

    @Test
    void withoutRoomForAnyKeyNoDuplicateIsMissed() {
        try (EventTable table = open(0)) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertAllDuplicates(table.merge(batch(partition, KEYS, partition, 0, KEYS)), KEYS);
            }
            assertEquals(0, table.keyIndexBytes());
            assertNoRowIsThereTwice();
        }
    }

    @Test
    void withRoomForSomeFilesNoDuplicateIsMissed() {
        long budget = 2 * KEYS * 9;
        try (EventTable table = open(budget)) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertAllDuplicates(table.merge(batch(partition, KEYS, partition, 0, KEYS)), KEYS);
            }
            assertTrue(table.keyIndexBytes() > 0 && table.keyIndexBytes() < 3 * KEYS * SPARSE);
            assertNoRowIsThereTwice();
        }
    }
}
