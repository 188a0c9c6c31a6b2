package io.millrace.table.internal.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.millrace.table.DeletedOffsets;
import io.millrace.table.EventBatch;
import io.millrace.table.MicroBatch;
import io.millrace.table.OtherOffsets;
import io.millrace.table.SourcePartition;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.mergerule.OffsetRange;

/** Compares a batch with the watermarks of a version, to find the part of it that is new. */
sealed interface OffsetTrim {
    /**
     * A part of the batch is new.
     *
     * @param events
     *            all events of the batch
     * @param rows
     *            the indexes of the events at or above the watermark
     * @param cut
     *            the number of events below it
     * @param marks
     *            the watermarks to commit, by application id
     * @param basis
     *            the watermarks of that version, -1 where the table has none
     * @param topicId
     *            Kafka's id of the topic
     * @param from
     *            sum of the offsets at which partitions begin that the table does not have yet
     * @param others
     *            the offsets at or above the watermark that are not events
     * @param deleted
     *            those of them that Kafka deleted
     */
    record Remaining(EventBatch events, int[] rows, int cut, Map<String, Long> marks, Map<String, Long> basis,
            String topicId, long from, OtherOffsets.Counts others, List<DeletedOffsets> deleted)
            implements
                OffsetTrim {
        /** See {@link MicroBatch#again}. */
        static Remaining again(EventBatch events) {
            return new Remaining(events, IntStream.range(0, events.size()).toArray(), 0, Map.of(), Map.of(), "", 0,
                    OtherOffsets.Counts.NONE, List.of());
        }

        /** Whether it is a batch of events that were read before. */
        boolean isAgain() {
            return marks.isEmpty();
        }

        /** Whether a version has the same watermarks. */
        boolean isCutAt(TableState state) {
            return basis.entrySet().stream()
                    .allMatch(mark -> mark.getValue().equals(state.marks().getOrDefault(mark.getKey(), -1L)));
        }
    }

    /**
     * The whole batch is in the table.
     *
     * @param cut
     *            the number of its events
     */
    record NothingLeft(int cut) implements OffsetTrim {}

    /** The batch starts above the watermark. See {@link io.millrace.table.MergeOutcome.OffsetGap}. */
    record OffsetsMissing(int partition, long watermark, OffsetRange range) implements OffsetTrim {}

    /**
     * Compares a batch with a version.
     *
     * @param seen
     *            application ids that this process knows the table to have had: one that is missing now was lost with a
     *            version that is gone
     */
    static OffsetTrim of(MicroBatch batch, TableState state, Set<String> seen) {
        if (batch.isAgain()) {
            return batch.events().size() == 0 ? new NothingLeft(0) : Remaining.again(batch.events());
        }
        Map<Integer, Long> newFrom = new HashMap<>();
        long begin = 0;
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
            // A partition without a watermark may start at any offset: retention may have removed its beginning.
            long watermark = state.marks().getOrDefault(application, range.from());
            switch (range.against(watermark)) {
                case OffsetRange.Position.AfterGap gap -> {
                    return new OffsetsMissing(partition, watermark, range);
                }
                case OffsetRange.Position.AllMerged done -> newFrom.put(partition, Long.MAX_VALUE);
                case OffsetRange.Position.NewFrom fresh -> {
                    newFrom.put(partition, fresh.from());
                    marks.put(application, range.until());
                    begin += state.marks().containsKey(application) ? 0 : range.from();
                }
            }
        }
        Selection selection = select(batch, newFrom);
        if (marks.isEmpty()) {
            return new NothingLeft(selection.cut());
        }
        OtherOffsets.Counts others = others(batch, newFrom, selection.byPartition());
        return new Remaining(batch.events(), selection.rows(), selection.cut(), marks, basis, batch.topicId(), begin,
                others, others.deleted() == 0 ? List.of() : deleted(batch, newFrom));
    }

    private static List<DeletedOffsets> deleted(MicroBatch batch, Map<Integer, Long> newFrom) {
        List<DeletedOffsets> deleted = new ArrayList<>();
        batch.ranges().forEach((partition, range) -> {
            long from = newFrom.getOrDefault(partition, Long.MAX_VALUE);
            if (from < range.until()) {
                SourcePartition source = new SourcePartition(batch.topicId(), partition);
                batch.others().deleted(partition, new OffsetRange(from, range.until()))
                        .forEach(offsets -> deleted.add(new DeletedOffsets(source, offsets)));
            }
        });
        return deleted;
    }

    private static OtherOffsets.Counts others(MicroBatch batch, Map<Integer, Long> newFrom,
            Map<Integer, long[]> events) {
        OtherOffsets.Counts others = OtherOffsets.Counts.NONE;
        for (var entry : batch.ranges().entrySet()) {
            long from = newFrom.getOrDefault(entry.getKey(), Long.MAX_VALUE);
            if (from < entry.getValue().until()) {
                long[] counted = events.getOrDefault(entry.getKey(), new long[1]);
                others = others.plus(batch.others().count(entry.getKey(),
                        new OffsetRange(from, entry.getValue().until()), counted[0]));
            }
        }
        return others;
    }

    /**
     * The events within the ranges of a batch.
     *
     * @param rows
     *            the indexes of those that are new
     * @param cut
     *            the number of the others
     * @param byPartition
     *            the number of the new ones of each Kafka partition that has events
     */
    record Selection(int[] rows, int cut, Map<Integer, long[]> byPartition) {}

    private static Selection select(MicroBatch batch, Map<Integer, Long> newFrom) {
        EventBatch events = batch.events();
        int[] rows = new int[events.size()];
        int count = 0;
        int cut = 0;
        int partition = -1;
        OffsetRange range = null;
        long from = 0;
        Map<Integer, long[]> byPartition = new HashMap<>();
        long[] inPartition = {0};
        for (int row = 0; row < rows.length; row++) {
            if (events.partition(row) != partition || row == 0) {
                partition = events.partition(row);
                range = batch.ranges().get(partition);
                from = newFrom.getOrDefault(partition, 0L);
                inPartition = byPartition.computeIfAbsent(partition, p -> new long[1]);
            }
            long offset = events.offset(row);
            if (range == null || offset < range.from() || offset >= range.until()) {
                continue;
            }
            if (offset >= from) {
                rows[count++] = row;
                inPartition[0]++;
            } else {
                cut++;
            }
        }
        return new Selection(Arrays.copyOf(rows, count), cut, byPartition);
    }
}
