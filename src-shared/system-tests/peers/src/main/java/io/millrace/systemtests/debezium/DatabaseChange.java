package io.millrace.systemtests.debezium;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * A change of a row.
 *
 * @param op
 *            {@code r} read by the snapshot, {@code c} created, {@code u} updated, {@code d} deleted
 * @param order
 *            the row as it was after it; of a deleted one, before it
 */
record DatabaseChange(String op, OrderRow order) {
    static final String READ = "r";
    static final String CREATED = "c";
    static final String UPDATED = "u";
    static final String DELETED = "d";

    /**
     * A change as it is in the Delta table.
     *
     * @param lsn
     *            where it is in PostgreSQL's log
     */
    record Landed(DatabaseChange change, long lsn) {
        static Landed of(Map<String, @org.jspecify.annotations.Nullable Object> row) {
            return new Landed(new DatabaseChange(OrderRow.required(row, "cdc_op", String.class), OrderRow.of(row)),
                    OrderRow.required(row, "cdc_lsn", Long.class));
        }
    }

    /** The rows that are left when every change was made, by id; by their place in the log, whatever order they come in. */
    static Map<Long, OrderRow> replayed(Collection<Landed> changes) {
        Map<Long, Landed> last = new HashMap<>();
        changes.forEach(landed -> last.merge(landed.change().order().id(), landed,
                (one, other) -> one.lsn() > other.lsn() ? one : other));
        Map<Long, OrderRow> rows = new HashMap<>();
        last.forEach((id, landed) -> {
            if (!landed.change().op().equals(DELETED)) {
                rows.put(id, landed.change().order());
            }
        });
        return rows;
    }
}
