package io.millrace.bench.chaos.history;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;

/** Compares the rows of the table with the events that were sent. */
public final class RowsCheck {
    private static final String EVENT_DATE = "event_date";

    private final SentEvents sent;
    private final Discrepancies found;
    private final Set<EventKey> seen = new HashSet<>();
    private long rows;

    private RowsCheck(SentEvents sent, Discrepancies found) {
        this.sent = sent;
        this.found = found;
    }

    /**
     * What a check counted.
     *
     * @param rows
     *            all rows
     * @param lostByFaults
     *            keys that are not in the table because a fault deleted every acknowledged record of them before it was merged
     */
    public record Counts(long rows, long lostByFaults) {}

    /** Reads all rows. */
    public static Counts of(Consumer<Consumer<Map<String, @Nullable Object>>> rows, SentEvents sent,
            Discrepancies found) {
        RowsCheck check = new RowsCheck(sent, found);
        rows.accept(row -> {
            ChaosEvent event = ChaosEvent.ofRow(row);
            check.take(event);
            check.date(event, row.get(EVENT_DATE));
        });
        sent.requiredKeys().stream().filter(key -> !check.seen.contains(key))
                .forEach(key -> found.add(Discrepancy.LOST,
                        key + " was acknowledged, or is in Kafka, and is not in the table"));
        return new Counts(check.rows,
                sent.withdrawnKeys().stream().filter(key -> !check.seen.contains(key)).count());
    }

    private void take(ChaosEvent row) {
        rows++;
        Optional<Certainty> certainty = sent.certainty(row);
        if (!seen.add(row.key())) {
            found.add(Discrepancy.DUPLICATE, row + " has a key that another row has");
        }
        if (certainty.isEmpty()) {
            found.add(Discrepancy.GHOST, row + " was never sent");
        } else if (certainty.get() == Certainty.FAILED) {
            found.add(Discrepancy.GHOST, row + " was answered as not stored each time");
        } else {
            sent.requiredRevision(row.key()).filter(highest -> highest > row.revision()).ifPresent(
                    highest -> found.add(Discrepancy.WRONG_REVISION, row + " hides revision " + highest
                            + ", which was acknowledged or is in Kafka"));
        }
    }

    /** The day of the event, in UTC, which partitions the table. */
    private void date(ChaosEvent row, @Nullable Object date) {
        long day = Math.floorDiv(row.eventTimeMicros(), TimeUnit.DAYS.toMicros(1));
        if (!Integer.valueOf((int) day).equals(date)) {
            found.add(Discrepancy.GHOST, row + " has the date " + date + ", not day " + day);
        }
    }
}
