package io.millrace.table.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
    private final KeyLookup lookup;
    private final DataFiles files;
    private final long dedupHorizonMicros;

    MergePlanner(KeyLookup lookup, DataFiles files, long dedupHorizonMicros) {
        this.lookup = lookup;
        this.files = files;
        this.dedupHorizonMicros = dedupHorizonMicros;
    }

    /** A row of the table to be, with its key where it came with the batch. */
    private record Written(EventKey key, Map<String, @Nullable Object> values) {}

    MergePlan plan(BatchCut.Fresh fresh, TableShape batchShape, TableState state) throws IOException {
        Map<EventKey, EventRow> winners = MergeLaw.reduce(fresh.rows());
        Map<EventKey, KeyLookup.Held> held = lookup.find(withinHorizon(state, fresh.rows()), winners.keySet());
        Map<LiveFile, Set<EventKey>> outdated = new LinkedHashMap<>();
        List<Written> rows = new ArrayList<>();
        int inserted = 0;
        for (EventRow row : winners.values()) {
            KeyLookup.Held before = held.get(row.key());
            if (before == null) {
                inserted++;
                rows.add(new Written(row.key(), row.values()));
            } else if (row.precedence().beats(before.precedence())) {
                outdated.computeIfAbsent(before.file(), f -> new HashSet<>()).add(row.key());
                rows.add(new Written(row.key(), row.values()));
            }
        }
        int replaced = rows.size() - inserted;
        TableShape shape = new TableShape(state.columns(), state.partitionColumns(), batchShape.keys());
        List<Row> actions = new ArrayList<>();
        long now = System.currentTimeMillis();
        fresh.marks().forEach((application, until) -> actions.add(LogActions.mark(application, until, now)));
        for (var file : outdated.entrySet()) {
            actions.add(LogActions.remove(file.getKey(), now));
            rows.addAll(rest(file.getKey(), file.getValue(), shape));
        }
        Map<LiveFile, Collection<EventKey>> written = write(shape, rows, actions);
        return new MergePlan(actions, written, fresh.marks(), inserted, replaced,
                fresh.rows().size() - inserted - replaced, fresh.cut());
    }

    /** The rows of a file that stay when these keys leave it. */
    private List<Written> rest(LiveFile file, Set<EventKey> leaving, TableShape shape) throws IOException {
        List<Written> rest = new ArrayList<>();
        files.read(file, shape, row -> {
            EventKey key = new EventKey(String.valueOf(row.get(shape.keys().pk())),
                    String.valueOf(row.get(shape.keys().eventId())));
            if (!leaving.contains(key)) {
                rest.add(new Written(key, row));
            }
        });
        return rest;
    }

    private Map<LiveFile, Collection<EventKey>> write(TableShape shape, List<Written> rows, List<Row> actions)
            throws IOException {
        Map<Map<String, @Nullable String>, List<Written>> byPartition = new LinkedHashMap<>();
        for (Written row : rows) {
            byPartition.computeIfAbsent(PartitionValues.of(shape, row.values()), p -> new ArrayList<>()).add(row);
        }
        Map<LiveFile, Collection<EventKey>> written = new HashMap<>();
        for (var partition : byPartition.entrySet()) {
            List<Written> sorted = new ArrayList<>(partition.getValue());
            sorted.sort(Comparator.comparing((Written w) -> w.key().pk()).thenComparing(w -> w.key().eventId()));
            DataFiles.NewFile file = files.write(shape, partition.getKey(),
                    sorted.stream().map(Written::values).toList());
            actions.add(file.action());
            written.put(file.file(), sorted.stream().map(Written::key).toList());
        }
        return written;
    }

    /** Files that can hold a key which must be recognised: everything but what was ingested long before the batch. */
    private List<LiveFile> withinHorizon(TableState state, List<EventRow> rows) {
        long oldest = rows.stream().mapToLong(EventRow::ingestedAtMicros).min().orElse(0) - dedupHorizonMicros;
        return state.files().values().stream().filter(f -> f.newestIngestMicros().orElse(Long.MAX_VALUE) >= oldest)
                .toList();
    }
}
