package io.millrace.bench.chaos.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.landing.letters.RecordPosition;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BronzeCheckTest {
    private static final Map<SourcePartition, Long> ENDS = Map.of(source("a", 0), 3L, source("a", 1), 2L,
            source("a", 2),
            0L, source("b", 0), 2L);

    private final Discrepancies found = new Discrepancies();
    private final DeletedOffsets deleted = new DeletedOffsets();
    private final RecordsLeft left = new RecordsLeft();
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

    @BeforeEach
    void everyOffset() {
        ENDS.forEach((source, end) -> {
            for (long offset = 0; offset < end; offset++) {
                rows.add(row(source, offset));
            }
        });
    }

    @Test
    void everyOffsetOnceIsRight() {
        check();

        assertTrue(found.isEmpty(), () -> found.named().toString());
    }

    @Test
    void offsetThatIsNotThereIsLost() {
        rows.remove(row(source("a", 1), 0));
        check();

        assertEquals(List.of("bronze_lost: topic a, partition 1, offset 0"), found.named());
    }

    @Test
    void offsetThatIsThereTwiceIsADuplicate() {
        rows.add(row(source("a", 0), 2));
        check();

        assertEquals(List.of("bronze_duplicate: topic a, partition 0, offset 2"), found.named());
    }

    @Test
    void partitionWithoutAnyRowIsLost() {
        rows.removeIf(row -> Integer.valueOf(0).equals(row.get("partition")) && "a".equals(row.get("topic_id")));
        check();

        assertEquals(3, found.count(Discrepancy.BRONZE_LOST));
    }

    @Test
    void offsetsThatAFaultDeletedNeedNotBeThere() {
        rows.remove(row(source("a", 0), 1));
        rows.remove(row(source("b", 0), 1));
        deleted.add(source("a", 0), new OffsetRange(1, 2));
        check();

        assertEquals(List.of("bronze_lost: topic b, partition 0, offset 1"), found.named());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 3})
    void offsetThatKafkaNeverHadIsAGhost(long offset) {
        rows.add(row(source("a", 0), offset));
        check();

        assertEquals(List.of("bronze_ghost: topic a, partition 0, offset " + offset + " was never in Kafka"),
                found.named());
    }

    @Test
    void rowOfAnotherTopicOrWithoutAPositionIsAGhost() {
        rows.add(row(source("c", 0), 0));
        Map<String, @Nullable Object> nowhere = row(source("a", 0), 0);
        nowhere.put("topic_id", null);
        rows.add(nowhere);
        check();

        assertEquals(List.of("bronze_ghost: topic c, partition 0, offset 0 was never in Kafka",
                "bronze_ghost: a row without a position"), found.named());
    }

    @Test
    void rowWithOtherBytesThanItsRecordIsAGhost() {
        left.add(new RecordPosition("a", 0, 0), new byte[]{1}, null);
        left.add(new RecordPosition("a", 0, 1), new byte[]{1}, new byte[]{2});
        Map<String, @Nullable Object> right = rows.stream().filter(row(source("a", 0), 0)::equals).findFirst()
                .orElseThrow();
        right.put("key", new byte[]{1});
        check();

        assertEquals(List.of("bronze_ghost: topic a, partition 0, offset 1 has other bytes than in Kafka"),
                found.named());
    }

    private void check() {
        BronzeCheck.of(rows::forEach, ENDS, deleted, left, found);
    }

    private static SourcePartition source(String topicId, int partition) {
        return new SourcePartition(topicId, partition);
    }

    private static Map<String, @Nullable Object> row(SourcePartition source, long offset) {
        return new HashMap<>(
                Map.of("topic_id", source.topicId(), "partition", source.partition(), "offset", offset));
    }
}
