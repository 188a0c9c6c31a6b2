package io.millrace.bench.simulation.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.millrace.bench.simulation.world.SimulatedTopic;
import io.millrace.bench.simulation.world.Visit;
import io.millrace.table.EventColumns;
import io.millrace.table.SourcePartition;
import org.jspecify.annotations.Nullable;

/** The rows that the merge rule gives for the records below some watermarks; computed without the table code. */
final class ExpectedRows {
    private static final String EVENT_DATE = "event_date";
    private static final long DAY_MICROS = 86_400_000_000L;

    private final Map<String, Expected> rows = new TreeMap<>();
    private int refused;

    private record Expected(Visit visit, int partition, long offset) {
        boolean beats(Expected other) {
            return visit.revision() == other.visit().revision()
                    ? offset < other.offset()
                    : visit.revision() > other.visit().revision();
        }
    }

    /**
     * @param marks
     *            numbers of a version by application id
     */
    ExpectedRows(SimulatedTopic topic, Map<String, Long> marks) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            long watermark = Math.min(topic.end(partition),
                    marks.getOrDefault(new SourcePartition(topic.id(), partition).applicationId(), 0L));
            List<@Nullable Visit> visits = topic.visits(partition);
            for (int offset = 0; offset < watermark; offset++) {
                Visit visit = visits.get(offset);
                if (visit == null) {
                    refused++;
                } else {
                    rows.merge(key(visit.pk(), visit.eventId()), new Expected(visit, partition, offset),
                            (one, other) -> one.beats(other) ? one : other);
                }
            }
        }
    }

    private static String key(@Nullable Object pk, @Nullable Object eventId) {
        return pk + "/" + eventId;
    }

    /** The number of records that are no event. */
    int refused() {
        return refused;
    }

    int size() {
        return rows.size();
    }

    /** Compares the rows of a version. */
    List<Violation> compare(String version, List<Map<String, @Nullable Object>> found) {
        List<Violation> violations = new ArrayList<>();
        Map<String, Expected> missing = new TreeMap<>(rows);
        Map<String, Boolean> seen = new TreeMap<>();
        for (Map<String, @Nullable Object> row : found) {
            String key = key(row.get("pk"), row.get("event_id"));
            Expected expected = rows.get(key);
            if (seen.put(key, true) != null) {
                violations.add(new Violation(Invariant.TWICE, version + " has more than one row of " + key));
            } else if (expected == null) {
                violations.add(new Violation(Invariant.GHOST, version + " has a row of " + key + ", offset "
                        + row.get(EventColumns.OFFSET) + ", which is not below its watermark"));
            } else if (!isRow(expected.visit(), expected.offset(), row)) {
                violations.add(new Violation(Invariant.WRONG_REVISION, version + " has offset "
                        + row.get(EventColumns.OFFSET) + " of " + key + ", and should have " + expected));
            }
            missing.remove(key);
        }
        missing.forEach((key, expected) -> violations
                .add(new Violation(Invariant.LOST, version + " has no row of " + key + ", " + expected)));
        return violations;
    }

    /** Whether a row has every value of an event at an offset, and the day that follows from it. */
    static boolean isRow(Visit visit, long offset, Map<String, @Nullable Object> row) {
        return Long.valueOf(offset).equals(row.get(EventColumns.OFFSET))
                && Long.valueOf(visit.amount()).equals(row.get("amount"))
                && Long.valueOf(visit.revision()).equals(row.get("revision"))
                && Long.valueOf(visit.timeMicros()).equals(row.get("event_time"))
                && Integer.valueOf((int) Math.floorDiv(visit.timeMicros(), DAY_MICROS)).equals(row.get(EVENT_DATE));
    }
}
