package io.millrace.bench.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.stream.LongStream;

import io.millrace.table.EventRow;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker finds each kind of damage, and nothing in a table that is right. */
class RaceCheckTest {
    private static final List<RaceTopic> TOPICS = RaceTopic.IDS.stream().map(id -> new RaceTopic(3, id, 400)).toList();

    private final List<EventRow> deliveries = deliveries();
    private final Map<EventKey, EventRow> winners = winners(deliveries);
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>(
            winners.values().stream().map(RaceCheckTest::values).toList());
    private final SparkOperations spark = new SparkOperations();
    private final List<RowRemoval> removals = new ArrayList<>();
    private final Map<String, Long> marks = RowsInMemory.endsOf(TOPICS);

    @Test
    void rightTableIsOk() {
        RaceCheck check = check();

        assertTrue(check.ok(), check.toString());
        assertEquals(winners.size(), check.rows());
    }

    @Test
    void rowThatIsNotThereIsMissing() {
        rows.removeFirst();

        assertEquals(1, check().missing());
        assertFalse(check().ok());
    }

    @Test
    void rowThatIsThereTwiceIsExtra() {
        rows.add(new HashMap<>(rows.getFirst()));

        assertEquals(1, check().extra());
        assertFalse(check().ok());
    }

    @Test
    void rowOfAKeyThatNobodySentIsExtra() {
        rows.getFirst().put("pk", "nobody");

        assertEquals(1, check().extra());
        assertEquals(1, check().missing());
    }

    @Test
    void rowWithAValueThatNobodySentIsExtra() {
        rows.getFirst().put("amount", 0L);

        assertEquals(1, check().extra());
    }

    @Test
    void rowOfALowerRevisionIsWrong() {
        putInPlaceOfItsWinner(deliveries.stream()
                .filter(d -> d.precedence().revision() < winner(d).precedence().revision()).findFirst().orElseThrow());

        assertEquals(1, check().wrongRevision());
        assertFalse(check().ok());
    }

    @Test
    void laterDeliveryOfTheSameRevisionAndTopicIsWrong() {
        putInPlaceOfItsWinner(deliveries.stream()
                .filter(d -> d.precedence().revision() == winner(d).precedence().revision()
                        && topic(d).equals(topic(winner(d))) && !d.equals(winner(d)))
                .findFirst().orElseThrow());

        assertEquals(1, check().wrongRevision());
        assertFalse(check().ok());
    }

    @Test
    void watermarkBeforeTheEndIsShort() {
        marks.merge(new SourcePartition(TOPICS.getFirst().id(), 0).applicationId(), -1L, Long::sum);

        assertEquals(1, check().watermarksShort());
        assertFalse(check().ok());
    }

    @Test
    void rowsThatSparkInsertedUpsertedAndMarkedAreRight() {
        sparkWorks();

        assertTrue(check().ok(), check().toString());
        assertEquals(winners.size() + 3, check().rows());
    }

    @Test
    void rowOfSparksThatIsNotThereIsMissing() {
        sparkWorks();
        rows.removeLast();

        assertEquals(1, check().missing());
        assertFalse(check().ok());
    }

    @Test
    void rowOfSparksThatIsThereTwiceIsExtra() {
        sparkWorks();
        rows.add(new HashMap<>(rows.getLast()));

        assertEquals(1, check().extra());
    }

    @Test
    void rowThatSparkDeletedIsExtra() {
        sparkWorks();
        rows.add(ofSpark(0, 0));

        assertEquals(1, check().extra());
    }

    @Test
    void updateOfSparksThatIsGoneIsLost() {
        sparkWorks();
        rows.getLast().put("amount", 1L);

        assertEquals(1, check().lostUpdates());
        assertFalse(check().ok());
    }

    @Test
    void markOfSparksThatIsGoneIsLost() {
        sparkWorks();
        rows.forEach(row -> row.put("touched", null));

        assertEquals(1, check().lostUpdates());
        assertFalse(check().ok());
    }

    @Test
    void markOnARowThatSparkDoesNotMarkIsExtra() {
        rows.stream().filter(row -> !Objects.equals(row.get("revision"), RaceTopic.LAST_REVISION)).findFirst()
                .orElseThrow()
                .put("touched", 3L);

        assertEquals(1, check().extra());
    }

    @Test
    void markOnARowThatSparkMayDeleteIsExtra() {
        Map<String, @Nullable Object> row = rows.stream()
                .filter(one -> Objects.equals(one.get("revision"), RaceTopic.LAST_REVISION)
                        && RowRemoval.mayTake(new EventKey(String.valueOf(one.get("pk")), "")))
                .findFirst().orElseThrow();
        row.put("touched", (Long) Objects.requireNonNull(row.get("_offset")) * 10 + RaceTopic.LAST_REVISION);

        assertEquals(1, check().extra());
    }

    @Test
    void rowsThatSparkUpdatedAndDeletedAreFollowed() {
        sparkWorks();
        for (String line : List.of("spark updated 1 1", "spark deleted 1 1", "spark updated 4 1")) {
            assertTrue(spark.take(line));
        }
        rows.remove(rows.size() - 3); // 1
        rows.getLast().put("amount", 28L + 5000); // 4

        assertTrue(check().ok(), check().toString());
    }

    @Test
    void rowsThatSparkRemovedAreThoseThatWereDeliveredSince() {
        sparkRemoves();

        assertTrue(check().ok(), check().toString());
    }

    @Test
    void rowThatComesBackAfterSparkRemovedItIsWrong() {
        sparkRemoves();
        List<EventKey> there = rows.stream().map(RaceCheckTest::key).toList();
        EventRow gone = winners.values().stream().filter(row -> !there.contains(row.key())).findFirst().orElseThrow();
        rows.add(values(gone));

        assertEquals(1, check().extra());
        assertFalse(check().ok());
    }

    @Test
    void rowDeliveredSinceSparkRemovedItThatIsNotThereIsMissing() {
        sparkRemoves();
        rows.remove(rows.stream().filter(row -> removals.getFirst().took(TOPICS.getFirst(), 0, 0, key(row))).findFirst()
                .orElseThrow());

        assertEquals(1, check().missing());
        assertFalse(check().ok());
    }

    /** Removes a fifteenth of the keys when half of all deliveries are merged. */
    private void sparkRemoves() {
        Map<String, Long> half = new HashMap<>(marks);
        half.replaceAll((partition, end) -> end / 2);
        RowRemoval removal = new RowRemoval(5, half);
        removals.add(removal);
        rows.clear();
        winners(deliveries.stream()
                .filter(d -> TOPICS.stream().noneMatch(topic -> topic.id().equals(topic(d))
                        && removal.took(topic, d.partition(), d.precedence().offset(), d.key())))
                .toList()).values().forEach(row -> rows.add(values(row)));
        assertTrue(rows.size() < winners.size(), "nothing was removed");
    }

    private static Map<EventKey, EventRow> winners(List<EventRow> deliveries) {
        Map<EventKey, EventRow> winners = new HashMap<>();
        deliveries.forEach(row -> winners.merge(row.key(), row,
                BinaryOperator.maxBy(Comparator.comparing(EventRow::precedence))));
        return winners;
    }

    private static EventKey key(Map<String, @Nullable Object> row) {
        return new EventKey(String.valueOf(row.get("pk")), String.valueOf(row.get("event_id")));
    }

    /** Inserts 0 to 2; then deletes 0 and inserts 4 of 3 to 4; marks a row. */
    private void sparkWorks() {
        for (String line : List.of("spark ready", "spark inserted 0 3", "spark upserted 3 2 0", "spark touched 1",
                "spark lost ConcurrentAppendException")) {
            assertTrue(spark.take(line));
        }
        rows.addAll(List.of(ofSpark(1, 7), ofSpark(2, 14), ofSpark(4, 28)));
        Map<String, @Nullable Object> last = rows.stream()
                .filter(row -> Objects.equals(row.get("revision"), RaceTopic.LAST_REVISION)
                        && !RowRemoval.mayTake(new EventKey(String.valueOf(row.get("pk")), "")))
                .findFirst().orElseThrow();
        last.put("touched", (Long) Objects.requireNonNull(last.get("_offset")) * 10 + RaceTopic.LAST_REVISION);
    }

    private static Map<String, @Nullable Object> ofSpark(long id, long amount) {
        return new HashMap<>(Map.of("pk", "spark-" + id, "event_id", "s", "topic", "spark", "amount", amount,
                "revision", 0L));
    }

    private RaceCheck check() {
        return RaceCheck.of(new RowsInMemory(rows, marks), TOPICS, spark, removals);
    }

    private EventRow winner(EventRow delivery) {
        EventRow winner = winners.get(delivery.key());
        if (winner == null) {
            throw new IllegalStateException("every delivery has a winner");
        }
        return winner;
    }

    private static String topic(EventRow delivery) {
        return String.valueOf(delivery.values().get("topic"));
    }

    private void putInPlaceOfItsWinner(EventRow delivery) {
        rows.set(rows.indexOf(values(winner(delivery))), values(delivery));
    }

    private static Map<String, @Nullable Object> values(EventRow row) {
        return new HashMap<>(row.values());
    }

    private static List<EventRow> deliveries() {
        List<EventRow> all = new ArrayList<>();
        for (RaceTopic topic : TOPICS) {
            for (int partition = 0; partition < RaceTopic.PARTITIONS; partition++) {
                int of = partition;
                LongStream.range(0, topic.end()).forEach(offset -> all.add(topic.at(of, offset, "racer-a")));
            }
        }
        return all;
    }
}
