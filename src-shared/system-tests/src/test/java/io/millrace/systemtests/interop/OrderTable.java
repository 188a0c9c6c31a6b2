package io.millrace.systemtests.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.schema.Contract;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableShape;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;

/**
 * A table of orders that went through all that happens to a table: two writers, revisions that rewrite files, a
 * checkpoint, and a contract that got wider.
 *
 * @param version
 *            its newest version
 * @param keys
 *            how many keys it has
 */
public record OrderTable(long version, int keys) {
    private static final int NARROW_MERGES = 18;
    private static final int WIDE_MERGES = 6;
    private static final int ORDERS = 12;
    private static final int REVISED = 2;

    /** Writes it into an empty folder. */
    public static OrderTable write(Path folder) {
        try (EventTable stream = open(folder, "stream"); EventTable batch = open(folder, "batch")) {
            long version = -1;
            long offset = 0;
            for (int merge = 0; merge < NARROW_MERGES + WIDE_MERGES; merge++) {
                Contract contract = merge < NARROW_MERGES ? OrderRows.FIRST : OrderRows.WIDER;
                String writer = merge % 2 == 0 ? "stream" : "batch";
                List<EventRow> rows = new ArrayList<>();
                for (int i = 0; i < ORDERS; i++) {
                    rows.add(OrderRows.row(contract, merge * ORDERS + i, 0, 0, offset + rows.size(), writer));
                }
                for (int i = 0; i < REVISED && merge > 0; i++) {
                    rows.add(
                            OrderRows.row(contract, (merge - 1) * ORDERS + i * 5, merge, 0, offset + rows.size(),
                                    writer));
                }
                version = merge(merge % 2 == 0 ? stream : batch, ContractTable.shape(contract), rows, offset);
                offset += rows.size();
            }
            return new OrderTable(version, (NARROW_MERGES + WIDE_MERGES) * ORDERS);
        }
    }

    private static EventTable open(Path folder, String writer) {
        return EventTables.open(folder, ContractTable.shape(OrderRows.FIRST),
                new WriterOptions(writer, Duration.ofDays(30), 1 << 20));
    }

    private static long merge(EventTable table, TableShape shape, List<EventRow> rows, long offset) {
        var outcome = table.merge(new MicroBatch(shape, "orders", rows,
                Map.of(0, new OffsetRange(offset, offset + rows.size()))));
        if (outcome instanceof MergeOutcome.Merged committed && committed.inserted() == ORDERS
                && committed.replaced() == rows.size() - ORDERS) {
            return committed.version();
        }
        throw new IllegalStateException("The orders were to be merged, but: " + outcome);
    }
}
