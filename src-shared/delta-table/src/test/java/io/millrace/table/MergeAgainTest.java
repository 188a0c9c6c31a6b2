package io.millrace.table;

import static io.millrace.table.Fixture.SHAPE;
import static io.millrace.table.Fixture.TOPIC_ID;
import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.column;
import static io.millrace.table.Fixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.factory.EventTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that were read before are merged again by their keys, whatever the watermark and in any order. */
class MergeAgainTest {
    private static final int DELIVERIES = 120;
    private static final SourcePartition SOURCE = new SourcePartition(TOPIC_ID, 0);

    @TempDir
    Path folder;

    private static MicroBatch again(EventRow... rows) {
        return MicroBatch.again(EventBatch.of(SHAPE, List.of(rows)));
    }

    private static EventRow row(Visit visit, long offset) {
        return visit.row(0, offset, "again");
    }

    @Test
    void aRowThatIsMissingIsInsertedAndNoWatermarkMoves() {
        try (EventTable table = open(folder, "batch")) {
            table.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1")));

            var outcome = table.merge(again(row(Visit.of("a", "1"), 0), row(Visit.of("lost", "1"), 1)));

            assertEquals(new MergeOutcome.Merged(2, 1, 0, 1, 0, 1), outcome);
            assertEquals(OptionalLong.of(2), table.watermark(SOURCE));
            assertEquals(Set.of("a", "b", "lost"), Set.copyOf(column(folder, "pk")));
        }
    }

    @Test
    void nothingIsCommittedWhenEveryRowIsThere() {
        try (EventTable table = open(folder, "batch")) {
            table.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("b", "1")));

            var outcome = table.merge(again(row(Visit.of("b", "1"), 1), row(Visit.of("a", "1"), 0)));

            assertEquals(new MergeOutcome.Merged(1, 0, 0, 2, 0, 1), outcome);
            assertEquals(1, table.status().version());
        }
    }

    @Test
    void theDeliveryWithTheLowestOffsetIsTheRowAlsoWhenItComesLast() {
        try (EventTable table = open(folder, "batch")) {
            table.merge(again(row(Visit.of("a", "1").revised(0, 9.0), 9), row(Visit.of("b", "1"), 4)));

            var outcome = table.merge(again(row(Visit.of("a", "1").revised(0, 3.0), 3), row(Visit.of("b", "1"), 5)));

            assertEquals(new MergeOutcome.Merged(2, 0, 1, 1, 0, 1), outcome);
            assertEquals(Set.of(3.0, 1.0), Set.copyOf(column(folder, "amount")));
            assertEquals(OptionalLong.empty(), table.watermark(SOURCE));
        }
    }

    @Test
    void aHigherRevisionStaysTheRow() {
        try (EventTable table = open(folder, "batch")) {
            table.merge(batch(0, 0, Visit.of("a", "1"), Visit.of("a", "1").revised(2, 2.0)));

            table.merge(again(row(Visit.of("a", "1"), 0), row(Visit.of("a", "1").revised(1, 1.5), 5)));

            assertEquals(List.of(2.0), column(folder, "amount"));
        }
    }

    /** Redeliveries and revisions, merged in order to one table and again, shuffled and in small parts, to another. */
    @Test
    void inAnyOrderAndDivisionTheTableIsTheSame() {
        Random random = new Random(7);
        Visit[] visits = new Visit[DELIVERIES];
        for (int i = 0; i < visits.length; i++) {
            visits[i] = Visit.of("pk" + random.nextInt(20), "e").revised(random.nextInt(2), i);
        }
        Path inOrder = folder.resolve("ordered");
        Path shuffled = folder.resolve("shuffled");
        try (EventTable table = open(inOrder, "stream"); EventTable other = open(shuffled, "stream")) {
            table.merge(batch(0, 0, visits));
            List<EventRow> rows = new ArrayList<>();
            for (int i = 0; i < visits.length; i++) {
                rows.add(visits[i].row(0, i, "stream"));
            }
            Collections.shuffle(rows, random);
            for (int i = 0; i < DELIVERIES; i += 15) {
                other.merge(again(rows.subList(i, i + 15).toArray(EventRow[]::new)));
            }
        }

        assertEquals(rows(inOrder), rows(shuffled));
    }

    private static Set<String> rows(Path table) {
        Set<String> rows = new TreeSet<>();
        try (TableReader reader = EventTables.read(table)) {
            reader.rows(Long.MAX_VALUE, row -> rows.add(row.get("pk") + " " + row.get("revision") + " "
                    + row.get("amount") + " " + row.get(EventColumns.OFFSET)));
        }
        return rows;
    }
}
