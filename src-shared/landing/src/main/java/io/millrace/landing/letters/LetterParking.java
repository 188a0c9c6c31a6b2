package io.millrace.landing.letters;

import io.millrace.contracts.schema.StreamName;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;

/** Sets open letters of a stream aside: a redrive leaves them unless it is asked for parked ones. */
public final class LetterParking {
    private LetterParking() {}

    /**
     * Parks the open letters that a filter has. A filter of other states has none.
     *
     * @param letters
     *            reads the table of letters
     * @param table
     *            the same table
     * @return their number
     */
    public static long park(StreamName stream, TableReader letters, EventTable table, LetterFilter filter) {
        if (!filter.states().isEmpty() && !filter.states().contains(LetterState.OPEN)) {
            return 0;
        }
        LetterFilter open = filter.in(LetterState.OPEN);
        LetterUpdates updates = new LetterUpdates(stream, table);
        long[] parked = {0};
        letters.rows(Long.MAX_VALUE, row -> {
            if (open.has(row)) {
                updates.add(LetterRows.letter(row).parked());
                parked[0]++;
            }
        });
        updates.write();
        return parked[0];
    }
}
