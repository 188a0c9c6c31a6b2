package io.millrace.landing.letters;

import java.util.ArrayList;
import java.util.List;

import io.millrace.contracts.schema.StreamName;
import io.millrace.table.EventBatch;
import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.MicroBatch;

/**
 * Writes changed letters to their table, many in a commit. The merge rule decides which state is the latest, so that writing
 * a state again, or an earlier one, changes nothing. Used by one thread.
 */
public final class LetterUpdates {
    private static final int MOST_LETTERS = 20_000;
    private static final long MOST_BYTES = 16L << 20;

    private final StreamName stream;
    private final EventTable table;
    private final List<EventRow> rows = new ArrayList<>();
    private long bytes;

    public LetterUpdates(StreamName stream, EventTable table) {
        this.stream = stream;
        this.table = table;
    }

    /** Adds a letter, and writes when enough have come. */
    public void add(Letter letter) {
        rows.add(LetterRows.row(stream, letter));
        bytes += letter.record().size();
        if (rows.size() >= MOST_LETTERS || bytes >= MOST_BYTES) {
            write();
        }
    }

    /** Writes the letters that were added. */
    public void write() {
        if (!rows.isEmpty()) {
            table.merge(MicroBatch.again(EventBatch.of(LetterTable.SHAPE, rows)));
            rows.clear();
            bytes = 0;
        }
    }
}
