package io.millrace.table.internal.merge;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.delta.kernel.data.Row;
import io.millrace.table.EventRow;
import io.millrace.table.TableShape;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.RowsByPartition;
import io.millrace.table.internal.datafile.WrittenFile;
import io.millrace.table.internal.index.KeyIndex;
import io.millrace.table.internal.index.KeyLookup;
import io.millrace.table.internal.keys.KeyBatch;
import io.millrace.table.internal.keys.KeyOrder;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.internal.log.kernel.KernelActions;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.MergeRule;
import org.jspecify.annotations.Nullable;

/** Applies the merge law to a batch and a version of the table, and writes the data files that follow from it. */
final class MergePlanner {
    private final KeyIndex index;
    private final KeyLookup lookup;
    private final DataFiles files;
    private final KeyOrder order = new KeyOrder();
    private final long dedupHorizonMicros;
    private final Clock clock;

    MergePlanner(KeyIndex index, KeyLookup lookup, DataFiles files, long dedupHorizonMicros, Clock clock) {
        this.index = index;
        this.lookup = lookup;
        this.files = files;
        this.dedupHorizonMicros = dedupHorizonMicros;
        this.clock = clock;
    }

    MergePlan plan(OffsetTrim.Remaining fresh, TableShape batchShape, TableState state) throws IOException {
        TableShape shape = batchShape.in(state.columns(), state.partitionColumns());
        return shape.keys().isPresent() ? merge(fresh, shape) : append(fresh, shape);
    }

    private MergePlan append(OffsetTrim.Remaining fresh, TableShape shape) throws IOException {
        int count = fresh.rows().size();
        RowsByPartition rows = new RowsByPartition(shape, count);
        for (int i = 0; i < count; i++) {
            rows.add(i, fresh.rows().get(i).values());
        }
        return complete(fresh, shape, rows.inOrder(IntStream.range(0, count).toArray(), KeyBatch.NONE),
                Map.of(), new MergePlan.NewKeys(KeyBatch.NONE, new BitSet()), new MergePlan.Counts(count, 0, 0));
    }

    private MergePlan merge(OffsetTrim.Remaining fresh, TableShape shape) throws IOException {
        KeyBatch offered = KeyBatch.ofRows(fresh.rows(), dedupHorizonMicros);
        BitSet winners = MergeRule.winners(fresh.rows(), offered.hashes());
        List<EventRow> deliveries = winners.cardinality() == fresh.rows().size()
                ? fresh.rows()
                : winners.stream().mapToObj(fresh.rows()::get).toList();
        KeyBatch keys = offered.only(winners);
        KeyLookup.@Nullable ExistingRow[] held = lookup.find(keys, index.candidates(keys));
        Map<ActiveFile, Set<EventKey>> outdated = new LinkedHashMap<>();
        RowsByPartition rows = new RowsByPartition(shape, deliveries.size());
        BitSet inserted = new BitSet(deliveries.size());
        Map<EventKey, String> keptOut = new HashMap<>();
        for (int place = 0; place < deliveries.size(); place++) {
            EventRow row = deliveries.get(place);
            KeyLookup.ExistingRow before = held[place];
            if (before == null) {
                inserted.set(place);
            } else if (row.precedence().revision() > before.revision()) {
                outdated.computeIfAbsent(before.file(), f -> new HashSet<>()).add(row.key());
            } else {
                keptOut.put(row.key(), before.file().path());
                continue;
            }
            rows.add(place, row.values());
        }
        int insertions = inserted.cardinality();
        return complete(fresh, shape, rows.inOrder(order.of(keys.packed()), keys), outdated,
                new MergePlan.NewKeys(keys, inserted), new MergePlan.Counts(insertions, rows.count() - insertions,
                        fresh.rows().size() - rows.count()))
                .keepingOut(keptOut);
    }

    private MergePlan complete(OffsetTrim.Remaining fresh, TableShape shape, List<RowsByPartition.Partition> rows,
            Map<ActiveFile, Set<EventKey>> outdated, MergePlan.NewKeys newKeys, MergePlan.Counts counts)
            throws IOException {
        List<Row> actions = new ArrayList<>();
        long now = clock.millis();
        fresh.marks().forEach((application, until) -> actions.add(KernelActions.mark(application, until, now)));
        Set<String> removed = new HashSet<>();
        List<WrittenFile> added = new ArrayList<>();
        if (!outdated.isEmpty()) {
            for (ActiveFile file : outdated.keySet()) {
                actions.add(KernelActions.remove(file, now, true));
                removed.add(file.path());
            }
            added.addAll(new CopyOnWrite(files, shape).rests(outdated));
        }
        Iterator<RowsByPartition.Partition> partitions = rows.iterator();
        files.write(shape, rows, true)
                .forEach(file -> added.add(new WrittenFile(file, partitions.next().keyHashes())));
        added.forEach(file -> actions.add(file.written().action()));
        return new MergePlan(actions, added, removed, newKeys, Map.of(), fresh, counts);
    }
}
