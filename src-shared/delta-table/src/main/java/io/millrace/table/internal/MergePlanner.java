package io.millrace.table.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.delta.kernel.data.Row;
import io.millrace.table.EventRow;
import io.millrace.table.TableShape;
import io.millrace.table.law.EventKey;
import io.millrace.table.law.MergeLaw;
import org.jspecify.annotations.Nullable;

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

    /** A row of the table to be. */
    private record Written(EventKey key, long hash, long prefix, Map<String, @Nullable Object> values)
            implements
                KeyOrder.Keyed {}

    MergePlan plan(BatchCut.Fresh fresh, TableShape batchShape, TableState state) throws IOException {
        TableShape shape = new TableShape(state.columns(), state.partitionColumns(), batchShape.keys());
        return shape.keys().isPresent() ? merge(fresh, shape) : append(fresh, shape);
    }

    private MergePlan append(BatchCut.Fresh fresh, TableShape shape) throws IOException {
        List<Written> rows = fresh.rows().stream().map(row -> new Written(row.key(), 0, 0, row.values())).toList();
        return complete(fresh, shape, rows, Map.of(), new MergePlan.HashedKeys(List.of(), new long[0], 0),
                new MergePlan.Counts(rows.size(), 0, 0));
    }

    private MergePlan merge(BatchCut.Fresh fresh, TableShape shape) throws IOException {
        List<EventRow> winners = List.copyOf(MergeLaw.reduce(fresh.rows()).values());
        List<EventKey> winningKeys = winners.stream().map(EventRow::key).toList();
        KeyOrder.Digests digests = order.digests(winningKeys);
        long oldest = fresh.rows().stream().mapToLong(EventRow::ingestedAtMicros).min().orElse(0) - dedupHorizonMicros;
        var keys = new MergePlan.HashedKeys(winningKeys, digests.hashes(), oldest);
        Map<EventKey, KeyLookup.Held> held = lookup.find(index.candidates(keys));
        Map<LiveFile, Set<EventKey>> outdated = new LinkedHashMap<>();
        List<Written> rows = new ArrayList<>(winners.size());
        List<Integer> insertedAt = new ArrayList<>(winners.size());
        Map<EventKey, String> keptOut = new HashMap<>();
        for (int i = 0; i < winners.size(); i++) {
            EventRow row = winners.get(i);
            KeyLookup.Held before = held.get(row.key());
            if (before == null) {
                insertedAt.add(i);
            } else if (row.precedence().revision() > before.revision()) {
                outdated.computeIfAbsent(before.file(), f -> new HashSet<>()).add(row.key());
            } else {
                keptOut.put(row.key(), before.file().path());
                continue;
            }
            rows.add(new Written(row.key(), keys.hashes()[i], digests.prefixes()[i], row.values()));
        }
        int inserted = insertedAt.size();
        int replaced = rows.size() - inserted;
        var newKeys = new MergePlan.HashedKeys(insertedAt.stream().map(keys.keys()::get).toList(),
                insertedAt.stream().mapToLong(i -> keys.hashes()[i]).toArray(), keys.oldestIngestMicros());
        return complete(fresh, shape, rows, outdated, newKeys,
                new MergePlan.Counts(inserted, replaced, fresh.rows().size() - inserted - replaced))
                .keepingOut(keptOut);
    }

    private MergePlan complete(BatchCut.Fresh fresh, TableShape shape, List<Written> rows,
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
        for (var partition : byPartition(shape, rows).entrySet()) {
            List<Written> sorted = partition.getValue();
            if (shape.keys().isPresent()) {
                KeyOrder.sort(sorted);
            }
            DataFiles.NewFile file = files.write(shape, PartitionValues.of(shape, partition.getKey()),
                    sorted.stream().map(Written::values).toList());
            actions.add(file.action());
            added.add(new MergePlan.WrittenFile(file.file(), sorted.stream().mapToLong(Written::hash).toArray(),
                    file.footer()));
        }
        return new MergePlan(actions, added, removed, newKeys, Map.of(), fresh, counts);
    }

    private static Map<List<@Nullable Object>, List<Written>> byPartition(TableShape shape, List<Written> rows) {
        Map<List<@Nullable Object>, List<Written>> partitions = new LinkedHashMap<>();
        for (Written row : rows) {
            partitions.computeIfAbsent(PartitionValues.raw(shape, row.values()), p -> new ArrayList<>()).add(row);
        }
        return partitions;
    }
}
