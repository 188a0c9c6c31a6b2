package io.millrace.table.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.delta.kernel.data.Row;
import io.millrace.table.EventRow;
import io.millrace.table.TableShape;
import io.millrace.table.law.EventKey;
import io.millrace.table.law.MergeLaw;

/** Applies the merge law to a batch and a version of the table, and writes the data files that follow from it. */
final class MergePlanner {
    private final KeyIndex index;
    private final KeyLookup lookup;
    private final DataFiles files;
    private final KeyOrder order = new KeyOrder();
    private final long dedupHorizonMicros;

    MergePlanner(KeyIndex index, KeyLookup lookup, DataFiles files, long dedupHorizonMicros) {
        this.index = index;
        this.lookup = lookup;
        this.files = files;
        this.dedupHorizonMicros = dedupHorizonMicros;
    }

    MergePlan plan(BatchCut.Fresh fresh, TableShape batchShape, TableState state) throws IOException {
        TableShape shape = new TableShape(state.columns(), state.partitionColumns(), batchShape.keys());
        return shape.keys().isPresent() ? merge(fresh, shape) : append(fresh, shape);
    }

    private MergePlan append(BatchCut.Fresh fresh, TableShape shape) throws IOException {
        int count = fresh.rows().size();
        RowsByPartition rows = new RowsByPartition(shape, count);
        for (int i = 0; i < count; i++) {
            rows.add(i, fresh.rows().get(i).values());
        }
        var noKeys = new MergePlan.HashedKeys(List.of(), new long[0], 0);
        return complete(fresh, shape, rows.inOrder(IntStream.range(0, count).toArray(), new long[count]), Map.of(),
                noKeys, new MergePlan.Counts(count, 0, 0));
    }

    private MergePlan merge(BatchCut.Fresh fresh, TableShape shape) throws IOException {
        List<EventRow> winners = List.copyOf(MergeLaw.reduce(fresh.rows()).values());
        List<EventKey> winningKeys = winners.stream().map(EventRow::key).toList();
        KeyOrder.Digests digests = order.digests(winningKeys);
        long oldest = fresh.rows().stream().mapToLong(EventRow::ingestedAtMicros).min().orElse(0) - dedupHorizonMicros;
        var keys = new MergePlan.HashedKeys(winningKeys, digests.hashes(), oldest);
        Map<EventKey, KeyLookup.Held> held = lookup.find(index.candidates(keys));
        Map<LiveFile, Set<EventKey>> outdated = new LinkedHashMap<>();
        RowsByPartition rows = new RowsByPartition(shape, winners.size());
        List<EventKey> newKeys = new ArrayList<>(winners.size());
        long[] newHashes = new long[winners.size()];
        Map<EventKey, String> keptOut = new HashMap<>();
        for (int i = 0; i < winners.size(); i++) {
            EventRow row = winners.get(i);
            KeyLookup.Held before = held.get(row.key());
            if (before == null) {
                newHashes[newKeys.size()] = keys.hashes()[i];
                newKeys.add(row.key());
            } else if (row.precedence().revision() > before.revision()) {
                outdated.computeIfAbsent(before.file(), f -> new HashSet<>()).add(row.key());
            } else {
                keptOut.put(row.key(), before.file().path());
                continue;
            }
            rows.add(i, row.values());
        }
        int inserted = newKeys.size();
        int replaced = rows.count() - inserted;
        return complete(fresh, shape, rows.inOrder(digests.order(), digests.hashes()), outdated,
                new MergePlan.HashedKeys(newKeys, Arrays.copyOf(newHashes, inserted), oldest),
                new MergePlan.Counts(inserted, replaced, fresh.rows().size() - inserted - replaced))
                .keepingOut(keptOut);
    }

    private MergePlan complete(BatchCut.Fresh fresh, TableShape shape, List<RowsByPartition.Partition> rows,
            Map<LiveFile, Set<EventKey>> outdated, MergePlan.HashedKeys newKeys, MergePlan.Counts counts)
            throws IOException {
        List<Row> actions = new ArrayList<>();
        long now = System.currentTimeMillis();
        fresh.marks().forEach((application, until) -> actions.add(LogActions.mark(application, until, now)));
        Set<String> removed = new HashSet<>();
        List<MergePlan.WrittenFile> added = new ArrayList<>();
        if (!outdated.isEmpty()) {
            for (LiveFile file : outdated.keySet()) {
                actions.add(LogActions.remove(file, now, true));
                removed.add(file.path());
            }
            for (CopyOnWrite.Rest rest : new CopyOnWrite(files, shape).rests(outdated)) {
                actions.add(rest.file().action());
                added.add(new MergePlan.WrittenFile(rest.file().file(), rest.keyHashes(), rest.file().footer()));
            }
        }
        for (RowsByPartition.Partition partition : rows) {
            DataFiles.NewFile file = files.write(shape, PartitionValues.of(shape, partition.values()),
                    partition.rows());
            actions.add(file.action());
            added.add(new MergePlan.WrittenFile(file.file(), partition.keyHashes(), file.footer()));
        }
        return new MergePlan(actions, added, removed, newKeys, Map.of(), fresh, counts);
    }
}
