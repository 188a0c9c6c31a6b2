package io.millrace.table;

import static io.millrace.table.Fixture.TOPIC_ID;
import static io.millrace.table.Fixture.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.factory.EventTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgedDifferenceTest {
    private static final String INSERTED = Books.PREFIX + TOPIC_ID + "/inserted";

    @TempDir
    private Path folder;

    private EventTable open() {
        return EventTables.open(folder, Fixture.SHAPE, new WriterOptions("stream", Duration.ofDays(30), 1 << 20));
    }

    private static long difference(EventTable table) {
        return table.books().values().stream().mapToLong(Books::difference).sum();
    }

    @Test
    void aDifferenceIsExplainedUntilTheNextOne() {
        try (EventTable table = open()) {
            // given books that count three rows more than there were offsets
            table.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1")));
            table.mark(Map.of(INSERTED, 5L));
            assertEquals(-3, difference(table));
            // when
            Instant before = Instant.now();
            List<AcknowledgedDifference> entries = table.acknowledge("restored by hand: 50 % / \u00fc");
            // then
            assertEquals(1, entries.size());
            assertEquals(-3, entries.getFirst().offsets());
            assertEquals("restored by hand: 50 % / \u00fc", entries.getFirst().reason());
            assertTrue(!entries.getFirst().at().isBefore(before.minusMillis(1)));
            assertEquals(0, difference(table));
            assertEquals(List.of(), table.acknowledge("again"));
            // and the books still balance after a further merge, for a new reader too
            table.merge(batch(0, 2, Visit.of("c", "1")));
            assertEquals(0, difference(table));
            try (EventTable other = open()) {
                assertEquals(0, difference(other));
                assertEquals(entries, AcknowledgedDifference.of(other.status().marks()));
            }
            // and a new difference is one again
            table.mark(Map.of(INSERTED, 13L));
            assertEquals(-7, difference(table));
            assertEquals(-7, table.acknowledge("restored by hand: 50 % / \u00fc").getFirst().offsets());
            assertEquals(0, difference(table));
        }
    }

    @Test
    void twoOperatorsExplainADifferenceOnce() {
        try (EventTable table = open(); EventTable other = open()) {
            table.merge(batch(0, 0, Visit.of("a", "1")));
            table.mark(Map.of(INSERTED, 4L));
            assertEquals(-3, difference(other));

            assertEquals(1, table.acknowledge("one").size());
            assertEquals(0, other.acknowledge("other").size());

            assertEquals(0, difference(table));
        }
    }

    @Test
    void entriesOfOneTimeAreKeptApart() {
        Instant now = Instant.ofEpochMilli(7);
        Map<String, Long> books = Map.of(Books.PREFIX + "t/from", 0L, "millrace/t/0", 5L);
        Map<String, Long> first = AcknowledgedDifference.marks(books, now, "same");

        assertEquals(List.of(new AcknowledgedDifference("t", 5, now, "same")), AcknowledgedDifference.of(first));
        assertEquals(Map.of(new AcknowledgedDifference("t", 4, now.plusMillis(1), "same").applicationId(), 4L),
                AcknowledgedDifference.marks(Map.of(Books.PREFIX + "t/from", 0L, "millrace/t/0", 9L,
                        first.keySet().iterator().next(), 5L), now, "same"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two\nlines"})
    void aReasonIsALineOfText(String reason) {
        assertThrows(IllegalArgumentException.class,
                () -> new AcknowledgedDifference("t", 1, Instant.EPOCH, reason));
    }
}
