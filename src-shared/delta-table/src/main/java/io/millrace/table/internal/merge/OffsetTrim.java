package io.millrace.table.internal.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.table.EventRow;
import io.millrace.table.MicroBatch;
import io.millrace.table.SourcePartition;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.mergerule.OffsetRange;

/** A batch held against the watermarks of a version: what of it is still new. */
sealed interface OffsetTrim {
    /**
     * Some of it is new.
     *
     * @param rows
     *            the rows at or above the watermark
     * @param cut
     *            how many rows were below it
     * @param marks
     *            the watermarks to commit, by application id
     * @param basis
     *            the watermarks that it was cut at, -1 where the table has none
     */
    record Remaining(List<EventRow> rows, int cut, Map<String, Long> marks,
            Map<String, Long> basis) implements OffsetTrim {
        /** Whether a version has the watermarks that it was cut at. */
        boolean isCutAt(TableState state) {
            return basis.entrySet().stream()
                    .allMatch(mark -> mark.getValue().equals(state.marks().getOrDefault(mark.getKey(), -1L)));
        }
    }

    /**
     * All of it is in the table.
     *
     * @param cut
     *            how many rows that were
     */
    record NothingLeft(int cut) implements OffsetTrim {}

    /** It does not join what is in the table. See {@link io.millrace.table.MergeOutcome.OffsetGap}. */
    record OffsetsMissing(int partition, long watermark, OffsetRange range) implements OffsetTrim {}

    /**
     * Cuts a batch.
     *
     * @param seen
     *            application ids that this process knows the table to have had: one that is missing now was lost with a
     *            version that is gone
     */
    static OffsetTrim of(MicroBatch batch, TableState state, Set<String> seen) {
        Map<Integer, Long> newFrom = new HashMap<>();
        Map<String, Long> marks = new HashMap<>();
        Map<String, Long> basis = new HashMap<>();
        for (var entry : batch.ranges().entrySet()) {
            int partition = entry.getKey();
            OffsetRange range = entry.getValue();
            String application = new SourcePartition(batch.topicId(), partition).applicationId();
            basis.put(application, state.marks().getOrDefault(application, -1L));
            if (seen.contains(application) && !state.marks().containsKey(application)) {
                return new OffsetsMissing(partition, 0, range);
            }
            // A partition that the table has never seen may start anywhere: retention may have cut its beginning.
            long watermark = state.marks().getOrDefault(application, range.from());
            switch (range.against(watermark)) {
                case OffsetRange.Position.AfterGap gap -> {
                    return new OffsetsMissing(partition, watermark, range);
                }
                case OffsetRange.Position.AllMerged done -> newFrom.put(partition, Long.MAX_VALUE);
                case OffsetRange.Position.NewFrom fresh -> {
                    newFrom.put(partition, fresh.from());
                    marks.put(application, range.until());
                }
            }
        }
        List<EventRow> rows = new ArrayList<>();
        for (EventRow row : batch.rows()) {
            Long from = newFrom.get(row.partition());
            if (from == null) {
                throw new IllegalArgumentException("the batch has a row of partition " + row.partition()
                        + " and no offset range for it");
            }
            if (row.precedence().offset() >= from) {
                rows.add(row);
            }
        }
        int cut = batch.rows().size() - rows.size();
        return marks.isEmpty() ? new NothingLeft(cut) : new Remaining(rows, cut, marks, basis);
    }
}
