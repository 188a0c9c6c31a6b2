package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.util.Set;

import io.delta.kernel.CommitRange;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;

/** Reads the actions of consecutive commits. */
final class CommittedActions {
    private CommittedActions() {}

    /** Takes actions. */
    interface ActionSink {
        /** @return whether to go on */
        boolean accept(Row action, StructType schema) throws IOException;
    }

    /**
     * Gives the actions of these kinds in the order of their commits.
     *
     * @return whether all were taken
     */
    static boolean read(Engine engine, CommitRange range, Set<DeltaAction> kinds, ActionSink sink)
            throws IOException {
        try (CloseableIterator<ColumnarBatch> batches = range.getActions(engine, kinds)) {
            while (batches.hasNext()) {
                ColumnarBatch batch = batches.next();
                try (CloseableIterator<Row> rows = batch.getRows()) {
                    while (rows.hasNext()) {
                        if (!sink.accept(rows.next(), batch.getSchema())) {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }
}
