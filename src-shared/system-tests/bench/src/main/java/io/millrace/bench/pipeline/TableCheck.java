package io.millrace.bench.pipeline;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.function.Consumer;

import io.millrace.bench.orders.OrderEvents;
import io.millrace.bench.run.Progress;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, held against the events that were sent.
 *
 * @param rows
 *            in the table
 * @param distinct
 *            different events among them
 * @param foreign
 *            rows that are no event that was sent
 */
record TableCheck(long rows, long distinct, long foreign) {
    /** Reads every row of a table of the events with the numbers below a limit. */
    static TableCheck of(Path table, long events) {
        try (TableReader reader = EventTables.read(table)) {
            return of(sink -> reader.rows(Long.MAX_VALUE, sink), events);
        }
    }

    /** Counts the rows of the events with the numbers below a limit. */
    static TableCheck of(Consumer<Consumer<Map<String, @Nullable Object>>> rows, long events) {
        BitSet seen = new BitSet(Math.toIntExact(events));
        long[] found = new long[2];
        rows.accept(row -> {
            found[0]++;
            long number = OrderEvents.number(String.valueOf(row.get("event_id")));
            if (number < 0 || number >= events) {
                found[1]++;
            } else {
                seen.set((int) number);
            }
        });
        return new TableCheck(found[0], seen.cardinality(), found[1]);
    }

    /** Whether every event is there exactly once; says so when it is not. */
    boolean isExact(long events, Progress progress) {
        boolean exact = rows == events && distinct == events && foreign == 0;
        progress.say(exact ? "Each of " + events + " events is in one row" : events + " events, but " + this);
        return exact;
    }
}
